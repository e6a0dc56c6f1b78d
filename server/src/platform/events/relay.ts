import type { Database } from '../db/database.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Subscriber } from './event.ts'
import { eventsWait } from './queries.ts'
import { relayBatch, SubscriberError } from './relay-batch.ts'

/** Events handed to the subscribers in one transaction. */
const batchSize = 500
/** After an idle moment an event leaves this long after its commit; more may join it. */
const wakeDelayMs = 1
/**
 * Under load a run waits this many times as long as the last one took, so that it serves many commits
 * and the relay takes a twentieth of a core at most; a run without a backlog is some 2 ms. One that
 * served few events waits in proportion: there is no load to speak of, and the next event may hurry.
 */
const restFactor = 20
const eventsUnderLoad = 50
const restMs = { min: 10, max: 100 }
/** Another node was the relay; it may have looked before our events were committed. */
const busyRetryMs = { min: 20, max: 50 }
/** Safety net for events whose node died before it could tell. */
const pollIntervalMs = 1_000
const backoffMs = { first: 100, max: 30_000 }
/** After a failure batches shrink by this factor down to one event, so that one bad event is found. */
const shrinkFactor = 8

export type RelayParts = {
  readonly db: Database
  readonly log: Logger
  readonly metrics: Metrics
  readonly subscribers: readonly Subscriber[]
}

export type Relay = {
  /** Events were committed. Costs nothing while a run is due already. */
  readonly wake: () => void
  /** Stops after the run in progress. */
  stop(): Promise<void>
}

/** Relays events as they are committed, until stopped. Any number of nodes may do so at once. */
export function startRelay(parts: RelayParts): Relay {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let stopped = false
  let woken = false
  let failures = 0
  let restUntil = 0

  function schedule(delayMs: number): void {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      running = run().finally(() => {
        running = undefined
      })
    }, delayMs)
  }

  async function run(): Promise<void> {
    woken = false
    const startedAt = performance.now()
    const outcome = await relayWaiting(parts, batchSizeAfter(failures), () => stopped)
    failures = outcome === 'failed' ? failures + 1 : 0
    const endedAt = performance.now()
    const load = typeof outcome === 'number' ? Math.min(1, outcome / eventsUnderLoad) : 1
    restUntil = endedAt + clamp((endedAt - startedAt) * restFactor * load, restMs)
    if (outcome === 'failed') schedule(backoffAfter(failures))
    else if (outcome === 'busy') schedule(jitter(busyRetryMs))
    else if (woken) schedule(restUntil - endedAt)
  }

  function wake(): void {
    woken = true
    // A scheduled run will see it, and one in progress looks at `woken` when it ends.
    if (timer || running || stopped) return
    schedule(Math.max(wakeDelayMs, restUntil - performance.now()))
  }

  const poll = setInterval(() => {
    if (timer || running) return
    eventsWait(parts.db).then(
      (waiting) => waiting && wake(),
      (error: unknown) => parts.log.warn({ err: error }, 'could not look for waiting events'),
    )
  }, pollIntervalMs)

  return {
    wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearInterval(poll)
      await running
    },
  }
}

/** Relays until nothing waits, and answers how many events there were. */
async function relayWaiting(
  { db, log, metrics, subscribers }: RelayParts,
  limit: number,
  isStopped: () => boolean,
): Promise<number | 'busy' | 'failed'> {
  let count = 0
  try {
    while (!isStopped()) {
      const relayed = await relayBatch(db, subscribers, limit)
      if (relayed === 'busy') return 'busy'
      metrics.eventsRelayed.inc(relayed.count)
      count += relayed.count
      if (!relayed.more) break
    }
    return count
  } catch (error) {
    const subscriber = error instanceof SubscriberError ? error.subscriber : 'none'
    const seqs = error instanceof SubscriberError ? error.seqs : undefined
    metrics.eventRelayFailures.inc({ subscriber })
    log.error({ err: error, subscriber, seqs }, 'events could not be relayed; trying again')
    return 'failed'
  }
}

function batchSizeAfter(failures: number): number {
  return Math.max(1, Math.floor(batchSize / shrinkFactor ** failures))
}

function backoffAfter(failures: number): number {
  return Math.min(backoffMs.max, backoffMs.first * 2 ** (failures - 1))
}

function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value))
}

function jitter({ min, max }: { min: number; max: number }): number {
  return min + Math.random() * (max - min)
}
