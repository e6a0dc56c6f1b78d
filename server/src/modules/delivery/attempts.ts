import type { Context } from '../../context.ts'
import type { Due } from './due-queries.ts'
import { afterFailure, afterSuccess, type Health, type Notice } from './health-rules.ts'
import type { Lane } from './lane.ts'
import { verdictOf } from './outcome-rules.ts'
import { openResultWriter } from './result-writer.ts'
import { readRetryAfter } from './schedule-rules.ts'
import { type Sent, sendOnce } from './send.ts'
import type { Result } from './write-results.ts'

/** With more results unwritten, as when the database is away, nothing further is sent. */
const maxUnwritten = 2_000

/** Requests under way, and results on their way into the database. */
export type Attempts = {
  start(lane: Lane, due: Due): void
  sending(): number
  hasRoom(): boolean
  /** Waits for everything to end and to be written; calls `cut` when that takes too long. */
  finish(deadlineMs: number, cut: () => void): Promise<void>
}

/** `onRoom` is called when a lane may go on. */
export function openAttempts(context: Context, { onRoom }: { onRoom: () => void }): Attempts {
  const { log, now } = context
  const underWay = new Set<Promise<void>>()
  const writer = openResultWriter(context, ({ lane, due }) => {
    lane.unwritten.delete(due.id)
    if (lane.needsLook) onRoom()
  })

  async function attempt(lane: Lane, due: Due): Promise<void> {
    const { endpoint } = lane
    if (!endpoint) throw new Error('A lane without its endpoint.')
    const sent = await sendOnce(endpoint, { id: due.messageId, body: due.body }, now())
    lane.sending.delete(due.id)
    lane.busyAt = performance.now()
    if (sent.isAborted) return
    lane.unwritten.add(due.id)
    noteHealth(lane, sent, now())
    writer.add(resultOf(lane, due, sent, now()))
    if (lane.queue.length > 0 || lane.needsLook) onRoom()
  }

  return {
    start(lane, due) {
      lane.sending.set(due.id, due)
      const attempting = attempt(lane, due)
        .catch((error: unknown) => {
          lane.sending.delete(due.id)
          log.error({ err: error }, 'a webhook delivery failed in a way that was not expected')
        })
        .finally(() => underWay.delete(attempting))
      underWay.add(attempting)
    },
    sending: () => underWay.size,
    hasRoom: () => writer.waiting() < maxUnwritten,
    async finish(deadlineMs, cut) {
      const deadline = setTimeout(cut, deadlineMs)
      await Promise.all(underWay)
      clearTimeout(deadline)
      await writer.finish()
    },
  }
}

function noteHealth(lane: Lane, sent: Sent, now: Date): void {
  const before = lane.health
  const after: { health: Health; notice?: Notice } = sent.succeeded
    ? afterSuccess(before, now)
    : afterFailure(before, failureOf(sent, now), now)
  if (sent.succeeded && before.parkedUntil !== null) lane.isBack = true
  if (after.health === before) return
  lane.health = after.health
  lane.isHealthChanged = true
  if (after.notice) lane.notices.push(after.notice)
}

function failureOf({ status, retryAfter }: Sent, now: Date) {
  return { status: status ?? undefined, retryAfterMs: readRetryAfter(retryAfter, now) }
}

function resultOf(lane: Lane, due: Due, sent: Sent, now: Date): Result {
  const row = lane.endpoint?.row
  const policy = { schedule: row?.schedule ?? [], maxAgeS: row?.maxAgeS ?? 0 }
  const attempted = { ...sent, attempts: due.attempts + 1, ageMs: due.ageMs }
  const { succeeded: _succeeded, retryAfter: _retryAfter, isAborted: _isAborted, ...kept } = sent
  return {
    lane,
    due,
    record: {
      workspaceId: lane.workspaceId,
      endpointId: lane.endpointId,
      deliveryId: due.id,
      trigger: 'schedule',
      ...kept,
      ...verdictOf(policy, attempted, { now, random: Math.random() }),
    },
  }
}
