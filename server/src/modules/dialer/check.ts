import { type CallSnapshot, isFinal } from '../../providers/telephony/index.ts'
import { type OpenAttempt, takeUnchecked } from './attempt-queries.ts'
import type { Carrier } from './call.ts'
import { type Desk, toDialedCall } from './desk.ts'
import { finish } from './hear.ts'
import { type LiveCall, liveCallOf } from './live-call.ts'
import { endLost } from './lost-queries.ts'

/** Calls looked at together. */
const atOnce = 100

/**
 * Finds out what became of calls that nothing was heard of: whoever began them may be gone. The carrier
 * knows them by their keys, so nobody is called twice, and nobody forgotten.
 */
export async function checkCalls(desk: Desk, againAfterMs: number): Promise<void> {
  const { context } = desk
  const now = context.now()
  const again = new Date(now.getTime() + againAfterMs)
  const rows = await takeUnchecked(context.db, { now, again, limit: atOnce })
  await Promise.all(
    rows.map((row) =>
      check(desk, row).catch((error: unknown) => {
        context.log.warn({ err: error, callId: row.callId }, 'a call could not be checked')
      }),
    ),
  )
}

async function check(desk: Desk, row: OpenAttempt): Promise<void> {
  const known = desk.live.get(row.callId)
  // Its turn to begin is now.
  if (row.state === 'placing' && known) return
  const call = known?.call ?? toDialedCall(row)
  if (!call) return endLost(desk.context.db, row, desk.context.now())
  const one = known ?? liveCallOf(call)
  one.carrierCallId ??= row.carrierCallId ?? undefined
  const carrier = await desk.directory.carrier(call)
  if (!carrier) return lose(desk, one, 'The number is gone, and with it its carrier.')
  if (row.state === 'placing') return findIntention(desk, one, { row, carrier })
  return followUp(desk, one, { row, carrier })
}

type Looking = { readonly row: OpenAttempt; readonly carrier: Carrier }

/** The carrier took the call: how does it stand? */
async function followUp(desk: Desk, one: LiveCall, { row, carrier }: Looking): Promise<void> {
  const { carrierCallId, campaignStatus, state } = row
  const isUnwanted = campaignStatus === 'CANCELLED' && state === 'placed'
  if (isUnwanted && carrierCallId !== null) await carrier.port.hangUp(carrierCallId)
  const found = carrierCallId === null ? undefined : await carrier.port.findCall(carrierCallId)
  if (!found) return lose(desk, one, 'The carrier knows nothing of the call any more.')
  await catchUp(desk, one, row, found)
}

/** Only that it was to be placed is known: was it? */
async function findIntention(desk: Desk, one: LiveCall, { row, carrier }: Looking): Promise<void> {
  const { context, journal } = desk
  const { call } = one
  const found = await carrier.port.findPlaced({
    idempotencyKey: call.callId,
    from: carrier.number,
    to: call.number,
    since: new Date(row.startsAt),
  })
  if (found) {
    one.carrierCallId = found.callId
    await journal.add({ kind: 'placed', call, carrierCallId: found.callId })
    return catchUp(desk, one, row, found)
  }
  const reason = 'Whoever was to place the call is gone.'
  const retryAt = context.now()
  await journal.add({ kind: 'released', call, reason, retryAt, isAccountFault: false })
  desk.onRoom()
}

async function catchUp(
  desk: Desk,
  one: LiveCall,
  row: OpenAttempt,
  { callId: carrierCallId, status, cause }: CallSnapshot,
): Promise<void> {
  const at = desk.context.now()
  const { call } = one
  if (isFinal(status)) {
    if (status === 'completed') one.answeredBy ??= 'unknown'
    return finish(desk, one, { status, fault: undefined }, { at, cause })
  }
  const isAnswered = status === 'answered' || status === 'detected'
  if (!isAnswered || row.state === 'answered') return
  await desk.journal.add({ kind: 'answered', call, carrierCallId, by: 'unknown', at })
}

function lose(desk: Desk, one: LiveCall, message: string): Promise<void> {
  const at = desk.context.now()
  return finish(desk, one, { status: 'failed', fault: 'carrier' }, { at, cause: { message } })
}
