import { outboundCallEndpoints, voiceCallEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { beginCall } from './begin-call.ts'
import { createToken } from './call-tokens.ts'
import { controlCall, listLive, requireLive } from './control-call.ts'
import { exampleRoutes } from './example-routes.ts'
import { takeIncomingCalls } from './incoming-calls.ts'
import { listenPath } from './listen-stream.ts'
import type { LiveCommand } from './live-command.ts'
import { nodeRoutes } from './node-routes.ts'
import type { VoiceParts } from './parts.ts'
import { closeRooms } from './room-calls.ts'
import { roomRoutes } from './room-routes.ts'
import { placeCall } from './place-call.ts'
import { followPlacedCalls } from './placed-calls.ts'
import { prewarmAgent } from './prewarm.ts'
import { stateOf } from './state.ts'
import { streamRoutes } from './stream-routes.ts'
import { meetStreams } from './telephone-calls.ts'

export type VoiceOptions = {
  /** Address of this server for browsers, once it listens. */
  readonly baseUrl: () => string
  /** Address of this server for other nodes, once it listens. */
  readonly nodeUrl: () => string
  readonly parts: VoiceParts
}

export function liveCallRoutes(
  http: FastifyInstance,
  context: Context,
  options: VoiceOptions,
): void {
  stateOf(context).nodeUrl = options.nodeUrl
  beginningRoutes(http, context, options)
  controlRoutes(http, context)
  nodeRoutes(http, context)
  roomRoutes(http, context, options.parts)
  streamRoutes(http, context, options.parts)
  exampleRoutes(http, context, options.parts)
  const stopMeeting = meetStreams(context)
  const stopTaking = takeIncomingCalls(context, options.parts)
  const stopFollowing = followPlacedCalls(context, options.parts)
  http.addHook('preClose', async () => {
    stopTaking()
    stopFollowing()
    stopMeeting()
    await stateOf(context).close()
    await closeRooms(context)
  })
}

function beginningRoutes(
  http: FastifyInstance,
  context: Context,
  { baseUrl, parts }: VoiceOptions,
): void {
  serve(http, endpoints.begin, async ({ principal, body }) => {
    const jobId = await beginCall(context, parts, starterOf(principal), body)
    return ok({ jobId }, { message: 'The call waits for its page.', messageKey: 'CallInitiated' })
  })
  for (const endpoint of Object.values(outboundCallEndpoints)) {
    serve(http, endpoint, async ({ principal, body }) => {
      const call = await placeCall(context, parts, starterOf(principal), body)
      return ok(call, { message: 'The call is placed.', messageKey: 'CallInitiated' })
    })
  }
  serve(http, endpoints.createToken, async ({ principal, body }) => {
    const { workspaceId } = principal
    const { voiceAgentId, params, environmentId, versionRef } = body
    // A token for an agent that there is not would fail in somebody's browser.
    const agent = await parts.findAgent(context, {
      workspaceId,
      agentId: voiceAgentId,
      environment: environmentId ?? undefined,
      version: versionRef ?? undefined,
    })
    void prewarmAgent(context, parts, { workspaceId, agent })
    const { userId, keyId } = starterOf(principal)
    const allows = { userId, keyId, voiceAgentId, params, environmentId, versionRef }
    const { token, expiresAt } = await createToken(context, workspaceId, 'call', allows)
    const url = `${toWebSocket(baseUrl())}/v1/voice-agents/stream`
    return ok({ callToken: token, expiresAt, url }, { messageKey: 'CallTokenCreated' })
  })
  serve(http, endpoints.join, async ({ principal, body }) => {
    const { workspaceId } = principal
    const { jobId, isSilent } = body
    await requireLive(context, principal, jobId)
    const { token, expiresAt } = await createToken(context, workspaceId, 'listen', {
      jobId,
      isSilent: isSilent ?? false,
    })
    const url = `${toWebSocket(baseUrl())}${listenPath}?call_token=${token}`
    return ok({ jobId, url, expiresAt })
  })
}

function controlRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.live, async ({ principal, query }) =>
    ok({ calls: await listLive(context, principal, query.voiceAgentId) }),
  )
  const control = async (principal: Principal, callId: string, command: LiveCommand) => {
    await controlCall(context, principal, callId, command)
    return ok({ callId })
  }
  serve(http, endpoints.pause, ({ principal, params: { callId } }) =>
    control(principal, callId, { name: 'pause' }),
  )
  serve(http, endpoints.resume, ({ principal, params: { callId } }) =>
    control(principal, callId, { name: 'resume' }),
  )
  serve(http, endpoints.hangUp, ({ principal, params: { callId } }) =>
    control(principal, callId, { name: 'hang-up' }),
  )
  serve(http, endpoints.say, ({ principal, params: { callId }, body: { text } }) =>
    control(principal, callId, { name: 'say', text }),
  )
  serve(http, endpoints.whisper, ({ principal, params: { callId }, body: { text } }) =>
    control(principal, callId, { name: 'whisper', text }),
  )
  serve(http, endpoints.transfer, ({ principal, params: { callId }, body: { to } }) =>
    control(principal, callId, { name: 'transfer', to }),
  )
}

function starterOf({
  workspaceId,
  userId,
  keyId,
}: {
  workspaceId: string
  userId: string
  keyId: string | undefined
}) {
  return { workspaceId, userId, keyId }
}

function toWebSocket(address: string): string {
  return address.replace(/^http/, 'ws')
}
