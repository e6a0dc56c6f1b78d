import { metricEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { getMetrics } from './metrics.ts'
import { changeSettings, getSettings } from './settings.ts'

const reply = <T>(data: T) => ({ data, error: null })

export function metricRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.get, async ({ principal, params }) =>
    reply(await getMetrics(context, principal, params.id)),
  )
  serve(http, endpoints.getSettings, async ({ principal }) =>
    reply(await getSettings(context, principal)),
  )
  serve(http, endpoints.updateSettings, async ({ principal, body }) =>
    reply(await changeSettings(context, principal, body)),
  )
}
