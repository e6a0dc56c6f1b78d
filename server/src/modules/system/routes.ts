import { createHash, timingSafeEqual } from 'node:crypto'
import { getLiveness, getReadiness } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { isFromThisMachine } from '../../platform/http/from-this-machine.ts'
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

/** With a token, whoever has it; without one, who asks from this machine itself. */
function assertMayScrape(request: FastifyRequest, token: string | undefined): void {
  const { headers } = request
  if (token) {
    if (isSame(headers.authorization ?? '', `Bearer ${token}`)) return
    throw new AppError('NOT_AUTHENTICATED', 'Send METRICS_TOKEN as a bearer token.')
  }
  if (isFromThisMachine(request)) return
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
