import { roomCallEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { controlCall } from './control-call.ts'
import type { VoiceParts } from './parts.ts'
import { invitePage, meetInRoom, roomsOf } from './room-calls.ts'
import { callOfRoom } from './room-wire-rules.ts'

/** What SDKs 0.4 to 0.6 of Hamsa's voice agents ask around their rooms. */
export function roomRoutes(http: FastifyInstance, context: Context, parts: VoiceParts): void {
  const say = { message: 'The room waits for its page.', messageKey: 'CallInitiated' }
  serve(http, endpoints.createPass, async ({ principal, body }) =>
    ok(await invitePage(context, parts, principal, body), say),
  )
  serve(http, endpoints.readPass, async ({ principal, query: { voiceAgentId } }) => {
    const wanted = { voiceAgentId, params: {}, isChatOnly: false }
    return ok(await invitePage(context, parts, principal, wanted), say)
  })
  serve(http, endpoints.enter, async ({ principal: { workspaceId }, body }) => {
    const { jobId: callId } = body
    await meetInRoom(context, parts, { workspaceId, callId }, body)
    return ok({ jobId: callId })
  })
  serve(http, endpoints.leave, async ({ principal, body: { roomName } }) => {
    roomsOf(context)
    const callId = callOfRoom(roomName)
    if (callId) await endQuietly(context, principal, callId)
    return ok({ roomName })
  })
}

/** A call that is over, or never began, needs no end. */
async function endQuietly(context: Context, principal: Principal, callId: string): Promise<void> {
  try {
    await controlCall(context, principal, callId, { name: 'end' })
  } catch (error) {
    const isFine =
      error instanceof AppError && (error.code === 'CALL_NOT_FOUND' || error.code === 'CONFLICT')
    if (!isFine) throw error
  }
}
