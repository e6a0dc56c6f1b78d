import { setTimeout as sleep } from 'node:timers/promises'
import { type CallEvent, isFinal } from '../../providers/telephony/index.ts'
import { findOpenAttempt } from './attempt-queries.ts'
import { readReference } from './call.ts'
import { type Desk, forget, toDialedCall } from './desk.ts'
import { type LiveCall, liveCallOf } from './live-call.ts'
import type { CarrierEnd } from './outcome-rules.ts'
import { beginTalk } from './talk.ts'

/** What was said is waited for so long once the line is dead. */
const talkEndsWithinMs = 10_000

/** Calls whose events come to this process although another one began them. */
export type Adoptions = Map<string, Promise<LiveCall | undefined>>

/** Takes in what a carrier tells. Events of a call that is not a campaign's are somebody else's. */
export function hear(desk: Desk, adoptions: Adoptions, event: CallEvent): void {
  const named = readReference(event.reference)
  if (!named) return
  const one = desk.live.get(named.callId)
  if (one) return apply(desk, one, event)
  const adopting = adoptions.get(named.callId) ?? adopt(desk, named)
  adoptions.set(named.callId, adopting)
  // In the order in which they came: callbacks of a promise run as they were added.
  adopting.then(
    (adopted) => {
      adoptions.delete(named.callId)
      if (adopted) apply(desk, adopted, event)
    },
    (error: unknown) => {
      adoptions.delete(named.callId)
      desk.context.log.warn(
        { err: error, callId: named.callId },
        'an event of a call was not noted',
      )
    },
  )
}

async function adopt(
  desk: Desk,
  named: { readonly workspaceId: string; readonly callId: string },
): Promise<LiveCall | undefined> {
  const row = await findOpenAttempt(desk.context.db, named)
  const call = row && toDialedCall(row)
  if (!row || !call) return undefined
  const one = liveCallOf(call)
  one.carrierCallId = row.carrierCallId ?? undefined
  desk.live.set(call.callId, one)
  desk.keeper.hold(call)
  return one
}

function apply(desk: Desk, one: LiveCall, event: CallEvent): void {
  const { call } = one
  const { status } = event
  one.carrierCallId ??= event.callId
  if (isFinal(status)) {
    void finish(desk, one, { status, fault: event.fault }, event)
  } else if (status === 'ringing') {
    void desk.journal.add({ kind: 'ringing', call })
  } else if (status === 'answered') {
    void answer(desk, one, event)
  } else if (status === 'detected') {
    one.answeredBy = event.answeredBy ?? 'unknown'
    void beginTalk(desk, one, { isDetected: true })
  }
}

async function answer(desk: Desk, one: LiveCall, event: CallEvent): Promise<void> {
  const { callId: carrierCallId, at, answeredBy: by = 'unknown' } = event
  one.answeredBy = by
  one.answeredAt = at
  // Whoever talks writes into the call's record, so it has to be there.
  await desk.journal.add({ kind: 'answered', call: one.call, carrierCallId, by, at })
  await beginTalk(desk, one, { isDetected: false })
}

type Over = Pick<CarrierEnd, 'status' | 'fault'>

/** The line is dead: writes what came of the call, once. */
export async function finish(
  desk: Desk,
  one: LiveCall,
  { status, fault }: Over,
  { at, cause }: Pick<CallEvent, 'at' | 'cause'>,
): Promise<void> {
  if (one.isEnding) return
  one.isEnding = true
  const { call, talk, answeredBy } = one
  const said =
    talk && (await Promise.race([talk, sleep(talkEndsWithinMs, undefined, { ref: false })]))
  one.hush.abort()
  await desk.journal.add({
    kind: 'ended',
    call,
    end: { status, fault, answeredBy },
    cause: describe(cause),
    talk: said,
    at,
  })
  forget(desk, call.callId)
  desk.onRoom()
}

function describe(cause: CallEvent['cause']): string | null {
  if (!cause) return null
  const { message, code, sip, q850 } = cause
  const parts = [message, code && `code ${code}`, sip && `SIP ${sip}`, q850 && `Q.850 ${q850}`]
  return parts.filter(Boolean).join(', ') || null
}
