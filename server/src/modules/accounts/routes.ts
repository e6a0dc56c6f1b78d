import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'

export async function accountRoutes(_http: FastifyInstance, _context: Context): Promise<void> {}
