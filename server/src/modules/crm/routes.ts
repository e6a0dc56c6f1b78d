import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'

export function crmRoutes(_http: FastifyInstance, _context: Context): void {}
