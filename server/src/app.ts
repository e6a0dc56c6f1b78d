import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Context } from './context.ts'
import { accessRoutes, guardRequests } from './modules/access/index.ts'
import { accountRoutes } from './modules/accounts/index.ts'
import { crmRoutes } from './modules/crm/index.ts'
import { systemRoutes } from './modules/system/index.ts'
import { allowBrowsers } from './platform/http/cors.ts'
import { acceptJson } from './platform/http/json-body.ts'
import { refuseOtherMethods } from './platform/http/methods.ts'
import { observeRequests, requestIdOf } from './platform/http/observe.ts'
import { answerRefusals } from './platform/http/refusals.ts'

/** Larger bodies are refused with PAYLOAD_TOO_LARGE; endpoints for files set their own limit. */
const bodyLimitBytes = 1_048_576
const requestTimeoutMs = 60_000

/** The table of contents of the server: what a request meets, in order. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const http = Fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: context.config.trustProxy,
    genReqId: requestIdOf(context.newId),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  observeRequests(http, context)
  answerRefusals(http)
  acceptJson(http)
  refuseOtherMethods(http)
  await allowBrowsers(http, context.config)
  await guardRequests(http, context)

  await systemRoutes(http, context)
  await accountRoutes(http, context)
  accessRoutes(http, context)
  crmRoutes(http, context)

  http.closeRoutes()
  return http
}
