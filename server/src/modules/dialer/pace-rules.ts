/** What limits how many calls may begin now. */
export type Room = {
  /** Calls under way at once in the workspace. */
  readonly lines: number
  /** Of these, kept free for calls that are no part of the campaign. */
  readonly reserved: number
  /** Calls under way: of the whole workspace, and of the campaign. */
  readonly inUse: number
  readonly ofCampaign: number
  /** The campaign's own limit; null for that of the workspace alone. */
  readonly maxConcurrency: number | null
  /** What the circuit breaker lets through. */
  readonly breaker: number
  /** What this process can still take on. */
  readonly process: number
}

/** How many calls may begin, as far as lines go. */
export function freeLines(room: Room): number {
  const ofWorkspace = room.lines - room.reserved - room.inUse
  const ofCampaign = (room.maxConcurrency ?? Number.POSITIVE_INFINITY) - room.ofCampaign
  const ofBreaker = room.breaker - room.ofCampaign
  return Math.max(0, Math.min(ofWorkspace, ofCampaign, ofBreaker, room.process))
}

/** A limit of starts per second, and when the next one may be. */
export type Pace = {
  /** Null for no limit. */
  readonly perSecond: number | null
  readonly nextStartAt: Date
}

/**
 * Moments at which calls may begin, at most `limit`, within `aheadMs` from now: evenly spaced, so that no
 * second has more than its share, whichever process takes them.
 */
export function startsOf(
  pace: Pace,
  now: Date,
  { limit, aheadMs }: { readonly limit: number; readonly aheadMs: number },
): { readonly starts: readonly Date[]; readonly nextStartAt: Date } {
  const { perSecond, nextStartAt } = pace
  if (perSecond === null) {
    return { starts: Array.from({ length: limit }, () => now), nextStartAt }
  }
  const spacingMs = 1_000 / perSecond
  let next = Math.max(now.getTime(), nextStartAt.getTime())
  const starts: Date[] = []
  while (starts.length < limit && next < now.getTime() + aheadMs) {
    starts.push(new Date(next))
    next += spacingMs
  }
  return { starts, nextStartAt: starts.length === 0 ? nextStartAt : new Date(next) }
}

/** Of two limits, what both allow: each start is as late as the later of them says. */
export function bothPaces(one: readonly Date[], other: readonly Date[]): readonly Date[] {
  const count = Math.min(one.length, other.length)
  return Array.from({ length: count }, (_, index) => {
    const [a, b] = [one[index], other[index]] as [Date, Date]
    return a > b ? a : b
  })
}
