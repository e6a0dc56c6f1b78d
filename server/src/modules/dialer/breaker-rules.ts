/** How a campaign's carrier is doing. */
export type Breaker = {
  /** Calls of the present stretch, and those of them that failed at the carrier. */
  readonly calls: number
  readonly failures: number
  readonly since: string | null
  /** RFC 3339: nobody is called before. */
  readonly openUntil: string | null
  /** Times in a row that it opened. */
  readonly opened: number
}

export const closedBreaker: Breaker = {
  calls: 0,
  failures: 0,
  since: null,
  openUntil: null,
  opened: 0,
}

const stretchMs = 120_000
/** Fewer calls prove nothing. */
const minCalls = 5
const shareToOpen = 0.5
const firstRestMs = 60_000
const maxRestMs = 15 * 60_000
/** Then it is a person's turn: the campaign is paused. */
const maxOpened = 5

export type BreakerStep = {
  readonly breaker: Breaker
  /** It opened just now; `giveUp` when it did so for the last time. */
  readonly event?: 'opened' | 'giveUp' | undefined
}

/** Counts calls that ended. `failures` are those that failed at the carrier and nowhere else. */
export function afterCalls(
  before: Breaker,
  { calls, failures }: { readonly calls: number; readonly failures: number },
  now: Date,
): BreakerStep {
  if (calls === 0) return { breaker: before }
  // Calls that began before it opened end while it is open: they say nothing new.
  if (isOpen(before, now)) return { breaker: before }
  const wasResting = before.openUntil !== null
  if (wasResting && failures === calls) return open(before, now)
  if (wasResting) return { breaker: { ...closedBreaker, calls, since: now.toISOString() } }
  const isStale = before.since === null || now.getTime() - Date.parse(before.since) > stretchMs
  const counted: Breaker = isStale
    ? { ...before, calls, failures, since: now.toISOString() }
    : { ...before, calls: before.calls + calls, failures: before.failures + failures }
  const mustOpen = counted.calls >= minCalls && counted.failures / counted.calls >= shareToOpen
  return mustOpen ? open(counted, now) : { breaker: counted }
}

function open(before: Breaker, now: Date): BreakerStep {
  const restMs = Math.min(maxRestMs, firstRestMs * 2 ** before.opened)
  const opened = before.opened + 1
  return {
    breaker: {
      ...closedBreaker,
      opened,
      openUntil: new Date(now.getTime() + restMs).toISOString(),
    },
    event: opened >= maxOpened ? 'giveUp' : 'opened',
  }
}

function isOpen({ openUntil }: Breaker, now: Date): boolean {
  return openUntil !== null && Date.parse(openUntil) > now.getTime()
}

/** How many calls may be under way: none while it rests, and one to see whether the carrier is back. */
export function callsAllowed(breaker: Breaker, now: Date): number {
  if (isOpen(breaker, now)) return 0
  return breaker.openUntil === null ? Number.POSITIVE_INFINITY : 1
}
