import { outboundCallEndpoints, voiceCallEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { beginCall } from './begin-call.ts'
import { createToken } from './call-tokens.ts'
import { getLive, listLive } from './control-call.ts'
import { exampleRoutes } from './example-routes.ts'
import { takeIncomingCalls } from './incoming-calls.ts'
import type { VoiceParts } from './parts.ts'
import { placeCall } from './place-call.ts'
import { followPlacedCalls } from './placed-calls.ts'
import { prewarmAgent } from './prewarm.ts'
import { stateOf } from './state.ts'
import { streamRoutes } from './stream-routes.ts'
import { meetStreams } from './telephone-calls.ts'
import type { OngoingCall } from './transport.ts'

export type VoiceOptions = {
  /** Address of this server for browsers, once it listens. */
  readonly baseUrl: () => string
  readonly parts: VoiceParts
}

export function liveCallRoutes(
  http: FastifyInstance,
  context: Context,
  options: VoiceOptions,
): void {
  beginningRoutes(http, context, options)
  controlRoutes(http, context, options)
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
    const { jobId } = body
    await getLive(context, principal, jobId)
    const { token, expiresAt } = await createToken(context, workspaceId, 'listen', { jobId })
    const url = `${toWebSocket(baseUrl())}/v1/voice-agents/listen?call_token=${token}`
    return ok({ jobId, url, expiresAt })
  })
}

function controlRoutes(http: FastifyInstance, context: Context, _options: VoiceOptions): void {
  serve(http, endpoints.live, async ({ principal, query }) =>
    ok({ calls: await listLive(context, principal, query.voiceAgentId) }),
  )
  type Control = 'pause' | 'resume' | 'hangUp'
  const does: Readonly<Record<Control, (call: OngoingCall) => unknown>> = {
    pause: (call) => call.pause(),
    resume: (call) => call.resume(),
    hangUp: (call) => call.end('operator_hangup'),
  }
  for (const name of ['pause', 'resume', 'hangUp'] as const) {
    serve(http, endpoints[name], async ({ principal, params: { callId } }) => {
      await does[name](await getLive(context, principal, callId))
      return ok({ callId })
    })
  }
  serve(http, endpoints.say, async ({ principal, params: { callId }, body }) => {
    const call = await getLive(context, principal, callId)
    call.say(body.text)
    return ok({ callId })
  })
  serve(http, endpoints.whisper, async ({ principal, params: { callId }, body }) => {
    const call = await getLive(context, principal, callId)
    call.whisper(body.text)
    return ok({ callId })
  })
  serve(http, endpoints.transfer, async ({ principal, params: { callId }, body }) => {
    const call = await getLive(context, principal, callId)
    await call.transfer(body.to)
    return ok({ callId })
  })
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
