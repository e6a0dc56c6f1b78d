import type { Context } from '../../context.ts'
import type { CallEnd } from './call.ts'
import type { HeldCall } from './call-queries.ts'
import { endHeld } from './end-call.ts'
import { holdMs } from './live-calls.ts'
import { selectAbandoned } from './live-queries.ts'
import type { Turn } from './turn-queries.ts'

const callsAtOnce = 200

/** Ends the calls that nobody holds any more, because their process died or nobody ever connected. */
export async function endAbandoned(context: Context, signal: AbortSignal): Promise<number> {
  const now = context.now()
  let ended = 0
  for (;;) {
    const calls = await selectAbandoned(context.db, now, callsAtOnce)
    for (const call of calls) {
      signal.throwIfAborted()
      const wasEnded = await context.db.transaction((tx) =>
        endHeld(tx, context, call, { endOf: endOfAbandoned, abandonedBefore: now }),
      )
      if (wasEnded) ended += 1
    }
    if (ended > 0) context.wakeRelay()
    if (calls.length < callsAtOnce) return ended
  }
}

/** It was held for the last time a while before it counted as abandoned. */
function endOfAbandoned(call: HeldCall, turns: readonly Turn[]): CallEnd {
  const lastHeld = Date.parse(call.aliveUntil) - (call.answeredAt === null ? 0 : holdMs)
  const answered = Date.parse(call.answeredAt ?? call.startedAt)
  const lastWord = answered + Math.max(0, ...turns.map(({ endMs }) => endMs))
  const endedAt = new Date(Math.max(lastHeld, lastWord))
  const neverConnected = call.answeredAt === null && call.channel !== 'Telephone'
  return neverConnected
    ? { status: 'NO_ANSWER', endReason: 'never_connected', endedAt }
    : { status: 'FAILED', endReason: 'node_lost', endedAt }
}
