import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { addressForPeople } from './address-for-people.ts'
import { agentServices } from './agent-services.ts'
import type { Context } from './context.ts'
import {
  accessRoutes,
  forgetKeysOfUser,
  guardRequests,
  revokeKeysOfUser,
} from './modules/access/index.ts'
import {
  type AccountServices,
  accountRoutes,
  principalOfSession,
} from './modules/accounts/index.ts'
import { agentCallRoutes, callsAsJobs } from './modules/agent-calls/index.ts'
import { agentRoutes } from './modules/agents/index.ts'
import { callingRuleRoutes } from './modules/calling-rules/index.ts'
import { callRoutes } from './modules/calls/index.ts'
import { campaignRoutes, heedRules } from './modules/campaigns/index.ts'
import { conversationLogRoutes } from './modules/conversation-log/index.ts'
import { transcriptRoutes } from './modules/conversations/index.ts'
import { crmRecordsOf, crmRoutes } from './modules/crm/index.ts'
import { dashboardRoutes } from './modules/dashboard/index.ts'
import { evaluationRoutes } from './modules/evaluations/index.ts'
import { eventFeedRoutes } from './modules/event-feed/index.ts'
import { fathomRoutes } from './modules/fathom/index.ts'
import { knowledgeRoutes } from './modules/knowledge/index.ts'
import { integrationRoutes } from './modules/integrations/index.ts'
import { realtimeRoutes } from './modules/realtime/index.ts'
import { phoneNumberRoutes } from './modules/phone-numbers/index.ts'
import { mediaJobRoutes } from './modules/media-jobs/index.ts'
import { metricRoutes } from './modules/metrics/index.ts'
import { operationRoutes } from './modules/operations/index.ts'
import { projectRoutes } from './modules/projects/index.ts'
import { recordingRoutes } from './modules/recordings/index.ts'
import { queueRebuilding, reportRoutes } from './modules/reports/index.ts'
import { savedViewRoutes } from './modules/saved-views/index.ts'
import { scorecardRoutes } from './modules/scorecards/index.ts'
import { signalRoutes } from './modules/signals/index.ts'
import { systemRoutes } from './modules/system/index.ts'
import { liveCallRoutes, type VoiceOptions } from './modules/voice/index.ts'
import { webToolRoutes } from './modules/tools/index.ts'
import { voiceRoutes } from './modules/voices/index.ts'
import { webhookRoutes } from './modules/webhooks/index.ts'
import { limitBodyTime } from './platform/http/body-time.ts'
import { allowBrowsers } from './platform/http/cors.ts'
import { acceptJson } from './platform/http/json-body.ts'
import { observeRequests, requestIdOf } from './platform/http/observe.ts'
import { allowPages } from './platform/http/pages.ts'
import { answerRefusals, refuseBadAddress, refuseBadHttp } from './platform/http/refusals.ts'
import { nodeAddress } from './platform/nodes/node-address.ts'
import { mailerOf } from './open-mailer.ts'
import { partsOf } from './parts.ts'
import { voiceParts } from './voice-parts.ts'

/** Larger bodies are refused with PAYLOAD_TOO_LARGE; endpoints for files set their own limit. */
const bodyLimitBytes = 1_048_576
/** Of a WebSocket; the largest are recordings to be transcribed at once. */
const maxSocketFrameBytes = 16_777_216
/** Headers must come within a minute, other bodies too (`limitBodyTime`); a file may take this long. */
const requestTimeoutMs = 12 * 3_600_000

/** The table of contents of the server: what a request meets, in order. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const http = Fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: context.config.trustProxy,
    genReqId: requestIdOf,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseBadAddress,
    clientErrorHandler: refuseBadHttp,
  })
  observeRequests(http, context)
  limitBodyTime(http)
  allowPages(http)
  answerRefusals(http)
  acceptJson(http)
  await http.register(websocket, { options: { maxPayload: maxSocketFrameBytes } })
  await allowBrowsers(http, context.config)
  await guardRequests(http, context, { principalOfSession })

  await systemRoutes(http, context)
  await accountRoutes(http, context, accountServices(http, context))
  accessRoutes(http, context)
  crmRoutes(http, context)
  transcriptRoutes(http, context)
  metricRoutes(http, context)
  scorecardRoutes(http, context)
  evaluationRoutes(http, context)
  signalRoutes(http, context)
  conversationLogRoutes(http, context)
  reportRoutes(http, context)
  await recordingRoutes(http, context)
  await fathomRoutes(http, context, { baseUrl: baseUrlOf(http, context) })
  callRoutes(http, context)
  agentCallRoutes(http, context)
  await knowledgeRoutes(http, context)
  realtimeRoutes(http, context)
  liveCallRoutes(http, context, voiceOptions(http, context))
  agentRoutes(http, context, agentServices(context))
  webToolRoutes(http, context)
  await phoneNumberRoutes(http, context)
  mediaJobRoutes(http, context, { sources: [callsAsJobs] })
  voiceRoutes(http, context)
  projectRoutes(http, context)
  callingRuleRoutes(http, context, [heedRules])
  await campaignRoutes(http, context)
  webhookRoutes(http, context)
  eventFeedRoutes(http, context)
  savedViewRoutes(http, context)
  integrationRoutes(http, context, { mailer: mailerOf(context) })
  operationRoutes(http, context, { subscribers: () => subscribersOf(context) })
  dashboardRoutes(http)

  http.closeRoutes()
  return http
}

/** Names of all who are handed events. */
function subscribersOf(context: Context): string[] {
  return partsOf(context).subscribers.map(({ name }) => name)
}

function voiceOptions(http: FastifyInstance, context: Context): VoiceOptions {
  return {
    baseUrl: baseUrlOf(http, context),
    nodeUrl: nodeUrlOf(http, context),
    parts: voiceParts,
  }
}

function accountServices(http: FastifyInstance, context: Context): AccountServices {
  const baseUrl = baseUrlOf(http, context)
  return {
    mailer: mailerOf(context),
    baseUrl,
    ownedRecords: [crmRecordsOf(context)],
    onMemberRemoved: [
      (tx, { workspaceId, userId, removedBy }) =>
        revokeKeysOfUser(tx, context, { workspaceId, userId, actorUserId: removedBy }),
      // Their conversations and deals are somebody else's now.
      (tx, { workspaceId }) => queueRebuilding(tx, workspaceId),
    ],
    onTimeZoneChanged: [queueRebuilding],
    membershipChanged: (membership) => forgetKeysOfUser(context, membership),
  }
}

/** Address of this server for people and other servers, once it listens. */
function baseUrlOf(http: FastifyInstance, { config }: Context): () => string {
  return () => addressForPeople(config, listeningPort(http) ?? config.port)
}

/** Address of this server for other nodes of the installation, once it listens. */
function nodeUrlOf(http: FastifyInstance, { config }: Context): () => string {
  return () => nodeAddress({ ...config, port: listeningPort(http) ?? config.port })
}

/** Differs from the configured port when that is 0. */
function listeningPort(http: FastifyInstance): number | undefined {
  const address = http.server.address()
  return typeof address === 'object' ? address?.port : undefined
}
