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

/**
 * Times of this century are exact to 0.0002 ms, so adding up a limit of 10,000 is off by up to 2 ms:
 * less than a request's share, which is what this keeps from counting. Exact up to that limit, and up
 * to 100 requests a second.
 */
const maxToleranceMs = 2

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
  const toleranceMs = Math.min(maxToleranceMs, perRequestMs / 10)
  if (overMs > toleranceMs) {
    return { allowed: false, fullAtMs: nowMs + usedMs, remaining: 0, resetAfterMs: overMs }
  }
  const remaining = Math.max(0, Math.floor((toleranceMs - overMs) / perRequestMs))
  return {
    allowed: true,
    fullAtMs: nowMs + spentMs,
    remaining,
    resetAfterMs: remaining > 0 ? spentMs : Math.max(spentMs + perRequestMs - windowMs, 0),
  }
}
