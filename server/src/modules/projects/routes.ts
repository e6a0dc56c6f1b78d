import { projectEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { getChart, getNumbers, getProject } from './projects.ts'

export function projectRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, async ({ principal }) => ok([await getProject(context, principal)]))
  serve(http, endpoints.byApiKey, async ({ principal }) =>
    ok(await getProject(context, principal)),
  )
  serve(http, endpoints.numbers, async ({ principal, query }) =>
    ok(await getNumbers(context, principal, query)),
  )
  serve(http, endpoints.chart, async ({ principal, query }) =>
    ok(await getChart(context, principal, query)),
  )
}
