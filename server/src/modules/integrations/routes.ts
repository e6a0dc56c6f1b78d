import { integrationEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Mailer } from '../../providers/mail/index.ts'
import { listIntegrations } from './list-integrations.ts'
import { openTestBench } from './test-integration.ts'

export function integrationRoutes(
  http: FastifyInstance,
  context: Context,
  { mailer }: { readonly mailer: Mailer },
): void {
  const test = openTestBench()
  serve(http, endpoints.list, async ({ principal }) => ({
    data: await listIntegrations(context, principal),
    error: null,
  }))
  serve(http, endpoints.test, async ({ principal, body }) => ({
    data: await test({ context, principal, mailer }, body.name),
    error: null,
  }))
}
