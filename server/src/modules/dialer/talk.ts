import type { AnsweredCall, Talk } from './call.ts'
import type { Desk } from './desk.ts'
import type { LiveCall } from './live-call.ts'

/** Somebody has answered, or it has turned out who. Talks, leaves a message, or hangs up. */
export async function beginTalk(
  desk: Desk,
  one: LiveCall,
  { isDetected }: { readonly isDetected: boolean },
): Promise<void> {
  const { voicemail, leftMessage } = one.call
  const isMachine = one.answeredBy === 'machine' && voicemail.action !== 'IGNORE'
  if (!isMachine) {
    if (one.talk === undefined) await converse(desk, one, 'person')
    return
  }
  const mayLeave = voicemail.action === 'LEAVE_MESSAGE' && !leftMessage
  // What was begun in the belief that it is a person ends.
  one.hush.abort()
  one.talk = undefined
  if (!mayLeave || !desk.services.converse) return hangUp(desk, one)
  // The machine still greets; it is told when that is over.
  if (!isDetected) return
  one.hush = new AbortController()
  await converse(desk, one, 'voicemail')
}

async function converse(desk: Desk, one: LiveCall, mode: AnsweredCall['mode']): Promise<void> {
  const { context, services, directory } = desk
  const { call, carrierCallId } = one
  if (!services.converse || carrierCallId === undefined) return
  const carrier = await directory.carrier(call)
  if (!carrier || one.isEnding) return
  const { workspaceId, callId, agentId, campaignId, params, voicemail } = call
  const answered: AnsweredCall = {
    workspaceId,
    callId,
    agentId,
    campaignId,
    carrierCallId,
    port: carrier.port,
    params,
    mode,
    message: mode === 'voicemail' ? voicemail.message : null,
  }
  const { signal } = one.hush
  const talk = services.converse(answered, signal).catch((error: unknown): Talk => {
    context.log.error({ err: error, callId }, 'a conversation failed')
    return { endReason: 'failed', status: 'FAILED' }
  })
  one.talk = talk
  const { endReason } = await talk
  // Hushed for a message, ended by the other side, or handed over: then there is nothing to hang up.
  if (!signal.aborted && !one.isEnding && endReason !== 'transfer') await hangUp(desk, one)
}

async function hangUp(desk: Desk, { call, carrierCallId }: LiveCall): Promise<void> {
  if (carrierCallId === undefined) return
  const carrier = await desk.directory.carrier(call)
  try {
    await carrier?.port.hangUp(carrierCallId)
  } catch (error) {
    desk.context.log.warn({ err: error, callId: call.callId }, 'a call could not be hung up')
  }
}
