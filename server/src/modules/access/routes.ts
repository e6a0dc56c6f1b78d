import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'

export function accessRoutes(_http: FastifyInstance, _context: Context): void {}

export async function guardRequests(http: FastifyInstance, _context: Context): Promise<void> {
  http.decorateRequest('principal', undefined)
}
