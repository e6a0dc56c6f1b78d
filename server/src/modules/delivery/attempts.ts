import type { Context } from '../../context.ts'
import type { Due } from './due-queries.ts'
import { afterFailure, afterSuccess, type Health, type Notice } from './health-rules.ts'
import type { Lane } from './lane.ts'
import { verdictOf } from './outcome-rules.ts'
import { readRetryAfter } from './schedule-rules.ts'
import { type Sent, sendOnce } from './send.ts'
import { type Result, writeResults } from './write-results.ts'

/** Results written in one statement. */
const writeAtOnce = 200
/** Results wait this long for others to be written with. */
const gatherMs = 3
/** More unwritten results than this, as when the database is away, and nothing further is sent. */
const maxUnwritten = 2_000
const retryWriteMs = 500

/** Requests under way and results on their way into the database. */
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
  let results: Result[] = []
  let unwritten = 0
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function attempt(lane: Lane, due: Due): Promise<void> {
    const { endpoint } = lane
    if (!endpoint) throw new Error('A lane without its endpoint.')
    const sent = await sendOnce(endpoint, { id: due.messageId, body: due.body }, now())
    lane.sending.delete(due.id)
    lane.busyAt = performance.now()
    if (sent.isAborted) return
    lane.unwritten.add(due.id)
    unwritten += 1
    noteHealth(lane, sent, now())
    results.push(resultOf(lane, due, sent, now()))
    if (results.length >= writeAtOnce) write()
    else timer ??= setTimeout(write, gatherMs)
    if (lane.queue.length > 0 || lane.needsLook) onRoom()
  }

  function write(): void {
    clearTimeout(timer)
    timer = undefined
    if (writing || results.length === 0) return
    const batch = results.slice(0, writeAtOnce)
    results = results.slice(writeAtOnce)
    writing = writeSurely(batch).finally(() => {
      writing = undefined
      unwritten -= batch.length
      for (const { lane, due } of batch) lane.unwritten.delete(due.id)
      if (batch.some(({ lane }) => lane.needsLook)) onRoom()
      if (results.length > 0)
        timer ??= setTimeout(write, results.length >= writeAtOnce ? 0 : gatherMs)
    })
  }

  /** A result that cannot be written is tried alone, and left to be sent again if that fails too. */
  async function writeSurely(batch: readonly Result[]): Promise<void> {
    try {
      await writeResults(context, batch)
    } catch (error) {
      log.warn({ err: error }, 'could not write results of webhook deliveries; trying again')
      await new Promise((resolve) => setTimeout(resolve, retryWriteMs))
      for (const result of batch) {
        await writeResults(context, [result]).catch((reason: unknown) => {
          log.error({ err: reason }, 'a webhook delivery could not be noted and will be repeated')
          result.lane.needsLook = true
        })
      }
    }
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
    hasRoom: () => unwritten < maxUnwritten,
    async finish(deadlineMs, cut) {
      const deadline = setTimeout(cut, deadlineMs)
      await Promise.all(underWay)
      clearTimeout(deadline)
      while (results.length > 0 || writing) {
        write()
        await writing
      }
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
