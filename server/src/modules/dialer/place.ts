import { setTimeout as sleep } from 'node:timers/promises'
import { TelephonyError } from '../../providers/telephony/index.ts'
import { type DialedCall, referenceOf } from './call.ts'
import { type Desk, forget } from './desk.ts'
import type { Entry } from './entries.ts'
import { type LiveCall, liveCallOf } from './live-call.ts'

/** A call that could not be begun in time is not begun at all: others may count on its being free. */
const placeWithinMs = 10_000
/** The carrier takes no more calls at once. */
const limitedWaitMs = 5_000
const accountWaitMs = 60_000

/** Places a call that was claimed, at its moment. Whatever happens, somebody finds out what became of it. */
export async function placeCall(desk: Desk, call: DialedCall): Promise<void> {
  const { context, live, directory, services } = desk
  const claimedAtMs = performance.now()
  const one = liveCallOf(call)
  live.set(call.callId, one)
  const waitMs = call.startsAt.getTime() - context.now().getTime()
  if (waitMs > 0) await sleep(waitMs)
  const [agent, carrier] = await Promise.all([directory.agent(call), directory.carrier(call)])
  if (!agent || !carrier)
    return release(desk, one, { reason: 'The agent or its number is gone.', waitMs: 0 })
  if (performance.now() - claimedAtMs > placeWithinMs) {
    forget(desk, call.callId)
    return
  }
  const { voicemail, workspaceId, callId } = call
  try {
    const placed = await carrier.port.placeCall({
      from: carrier.number,
      to: call.number,
      reference: referenceOf(call),
      idempotencyKey: callId,
      ringTimeoutS: agent.ringTimeoutS,
      maxDurationS: agent.maxDurationS,
      machineDetection: detectionOf(voicemail.action),
      stream: services.converse && { parameters: { workspaceId, callId } },
    })
    one.carrierCallId = placed.callId
    desk.keeper.hold(call)
    await desk.journal.add({ kind: 'placed', call, carrierCallId: placed.callId })
  } catch (error) {
    await failToPlace(desk, one, error)
  }
}

function detectionOf(action: DialedCall['voicemail']['action']) {
  if (action === 'IGNORE') return 'off'
  return action === 'LEAVE_MESSAGE' ? 'message' : 'fast'
}

async function failToPlace(desk: Desk, one: LiveCall, error: unknown): Promise<void> {
  const { context } = desk
  const failure = error instanceof TelephonyError ? error.failure : 'unavailable'
  const reason = error instanceof Error ? error.message : 'The carrier did not answer.'
  switch (failure) {
    case 'limited':
      return release(desk, one, { reason, waitMs: limitedWaitMs })
    case 'account':
    case 'bad_credentials':
      return release(desk, one, { reason, waitMs: accountWaitMs, isAccountFault: true })
    case 'invalid_number':
      return end(desk, one, { status: 'invalid' }, reason)
    case 'unavailable':
      // Perhaps it rings: whoever checks asks the carrier.
      context.log.warn({ err: error, callId: one.call.callId }, 'a call may or may not be placed')
      forget(desk, one.call.callId)
      return
    case 'ended':
    case 'not_found':
    case 'refused':
      return end(desk, one, { status: 'failed', fault: 'carrier' }, reason)
  }
}

async function end(
  desk: Desk,
  { call }: LiveCall,
  carrierEnd: Extract<Entry, { kind: 'ended' }>['end'],
  cause: string,
): Promise<void> {
  const at = desk.context.now()
  await desk.journal.add({ kind: 'ended', call, end: carrierEnd, cause, talk: undefined, at })
  forget(desk, call.callId)
  desk.onRoom()
}

type Release = {
  readonly reason: string
  readonly waitMs: number
  readonly isAccountFault?: boolean
}

async function release(
  desk: Desk,
  { call }: LiveCall,
  { reason, waitMs, isAccountFault = false }: Release,
): Promise<void> {
  const retryAt = new Date(desk.context.now().getTime() + waitMs)
  await desk.journal.add({ kind: 'released', call, reason, retryAt, isAccountFault })
  forget(desk, call.callId)
  desk.onRoom()
}
