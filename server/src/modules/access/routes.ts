import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { mayDo } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { principalOfSession } from '../accounts/index.ts'

export function accessRoutes(_http: FastifyInstance, _context: Context): void {}

export async function guardRequests(http: FastifyInstance, context: Context): Promise<void> {
  http.decorateRequest('principal', undefined)
  http.addHook('onRequest', async (request) => {
    const { endpoint } = request.routeOptions.config
    if (!endpoint || endpoint.access === 'none') return
    const principal = await principalOfSession(context, request)
    if (!principal) throw new AppError('NOT_AUTHENTICATED', 'Sign in, or send an API key.')
    if (endpoint.scope && !mayDo(principal, endpoint.scope, endpoint.resource)) {
      throw new AppError('INSUFFICIENT_PERMISSIONS', `This needs the scope '${endpoint.scope}'.`)
    }
    request.principal = principal
  })
}
