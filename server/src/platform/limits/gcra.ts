/** How many requests, in how long. All of them may come at once; they are replenished evenly. */
export type Rate = { readonly limit: number; readonly windowMs: number }

export type Decision = {
  readonly allowed: boolean
  /** When everything that was used will be replenished, in ms; the only state there is. */
  readonly fullAtMs: number
  /** Requests that could be made right now. */
  readonly remaining: number
  /** Until full again while requests remain, else until the next one is allowed. */
  readonly resetAfterMs: number
}

/** Of one request. What sums of fractions of a millisecond may be off by, and far below one. */
const tolerance = 1e-3

/**
 * Generic cell rate algorithm: one number per caller, exact, no window edges to burst across.
 * `fullAtMs` is that of the last decision, or anything in the past for a new caller.
 */
export function decide(fullAtMs: number, nowMs: number, { limit, windowMs }: Rate): Decision {
  const perRequestMs = windowMs / limit
  // More than a window of debt cannot be run up: the clock was set back. Forgive the rest.
  const usedMs = Math.min(Math.max(fullAtMs - nowMs, 0), windowMs)
  const spentMs = usedMs + perRequestMs
  const overMs = spentMs - windowMs
  if (overMs > perRequestMs * tolerance) {
    return { allowed: false, fullAtMs: nowMs + usedMs, remaining: 0, resetAfterMs: overMs }
  }
  const remaining = Math.floor((windowMs - spentMs) / perRequestMs + tolerance)
  return {
    allowed: true,
    fullAtMs: nowMs + spentMs,
    remaining,
    resetAfterMs: remaining > 0 ? spentMs : Math.max(spentMs + perRequestMs - windowMs, 0),
  }
}
