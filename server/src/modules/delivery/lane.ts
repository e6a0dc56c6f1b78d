import type { Due } from './due-queries.ts'
import type { Endpoint } from './endpoint.ts'
import type { Health, Notice } from './health-rules.ts'
import type { LaneRow } from './lane-queries.ts'

/** The queue to one endpoint, while this node works on it. */
export type Lane = {
  readonly workspaceId: string
  readonly endpointId: string
  endpoint: Endpoint | undefined
  health: Health
  /** Whether `health` has to be written. */
  isHealthChanged: boolean
  /** What owners are to be told with the next write. */
  notices: Notice[]
  /** The receiver came back from an outage: what waits need not wait. */
  isBack: boolean
  /** As of the last look. */
  generation: number
  /** Read, and not sent yet. */
  queue: Due[]
  /** Being sent, by id. */
  readonly sending: Map<string, Due>
  /** Sent, and not written yet. */
  readonly unwritten: Set<string>
  /** Whether there may be more than was read. */
  needsLook: boolean
  /** On the clock of `performance.now()`: the next request may begin then. */
  nextSendAt: number
  /** On the same clock: when there was last something to do. */
  busyAt: number
}

export function laneOf(row: LaneRow): Lane {
  const { workspaceId, endpointId, failures, failingSpells, warned, parkedTimes } = row
  const date = (text: string | null) => (text === null ? null : new Date(text))
  return {
    workspaceId,
    endpointId,
    endpoint: undefined,
    health: {
      failures,
      failingSpells,
      warned,
      parkedTimes,
      failingSince: date(row.failingSince),
      lastSpellAt: date(row.lastSpellAt),
      lastFailureAt: date(row.lastFailureAt),
      lastSuccessAt: date(row.lastSuccessAt),
      parkedUntil: date(row.parkedUntil),
    },
    isHealthChanged: false,
    notices: [],
    isBack: false,
    generation: 0,
    queue: [],
    sending: new Map(),
    unwritten: new Set(),
    needsLook: true,
    nextSendAt: 0,
    busyAt: performance.now(),
  }
}

export function isParked({ health }: Lane, now: Date): boolean {
  return health.parkedUntil !== null && health.parkedUntil > now
}

/** Requests that may be under way at once; one while it is seen whether the receiver is back. */
export function concurrencyOf({ endpoint, health }: Lane, fairShare: number): number {
  if (!endpoint) return 0
  if (health.parkedUntil !== null) return 1
  return Math.min(endpoint.row.maxConcurrency, fairShare)
}

/**
 * Takes the next delivery that may be sent at `at` (on the clock of `performance.now()`). The rate is
 * kept by distance: 10 a second is one every 100 ms.
 */
export function takeNext(lane: Lane, fairShare: number, at: number): Due | undefined {
  if (lane.sending.size >= concurrencyOf(lane, fairShare)) return undefined
  const rate = lane.endpoint?.row.rateLimit
  if (rate && at < lane.nextSendAt) return undefined
  const next = lane.queue.shift()
  if (next && rate) lane.nextSendAt = Math.max(at, lane.nextSendAt) + 1_000 / rate
  return next
}

/** Nothing is being done, and the last look found nothing more. */
export function isIdle({ queue, sending, unwritten, needsLook, isHealthChanged }: Lane): boolean {
  const isEmpty = queue.length === 0 && sending.size === 0 && unwritten.size === 0
  return isEmpty && !needsLook && !isHealthChanged
}
