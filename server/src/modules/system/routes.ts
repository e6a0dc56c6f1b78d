import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList } from 'node:net'
import { getLiveness, getReadiness } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { checkReadiness } from './health.ts'
import { addDatabaseGauges } from './metrics.ts'
import { referenceRoutes } from './reference-routes.ts'

export async function systemRoutes(http: FastifyInstance, context: Context): Promise<void> {
  serve(http, getLiveness, async () => ({ status: 'ok' as const, checks: {} }))
  serve(http, getReadiness, () => checkReadiness(context))
  referenceRoutes(http, context)

  addDatabaseGauges(context)
  const { registry } = context.metrics
  http.get('/metrics', async (request, reply) => {
    assertMayScrape(request, context.config.metricsToken)
    reply.header('content-type', registry.contentType)
    return registry.metrics()
  })
}

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')
/** A proxy on this machine would make everybody local. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

/** With a token, whoever has it; without one, who asks from this machine itself. */
function assertMayScrape(request: FastifyRequest, token: string | undefined): void {
  const { headers, socket } = request
  if (token) {
    if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return
    throw new AppError('NOT_AUTHENTICATED', 'Send METRICS_TOKEN as a bearer token.')
  }
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLocal = thisMachine.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
  if (isLocal && !proxyHeaders.some((name) => headers[name] !== undefined)) return
  throw new AppError(
    'NOT_AUTHENTICATED',
    'Metrics are for this machine alone, or for those who have the METRICS_TOKEN.',
  )
}

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
