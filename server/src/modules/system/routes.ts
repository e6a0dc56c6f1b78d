import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'

export async function systemRoutes(_http: FastifyInstance, _context: Context): Promise<void> {}
