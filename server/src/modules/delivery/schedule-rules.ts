/** Part of a wait that is added at random, so that many deliveries do not come back at once. */
const jitterShare = 0.2
/** A receiver may ask for a longer wait, but not for more than this. */
const maxRetryAfterMs = 86_400_000
/** Waits vary at random and retries may be brought forward: this share of the schedule must be over. */
const elapsedShare = 0.8

export type RetryPolicy = {
  /** Seconds to wait before the second attempt, before the third, and so on. */
  readonly schedule: readonly number[]
  /** Seconds after which no attempt is made any more. */
  readonly maxAgeS: number
}

export type Failure = {
  /** Attempts made so far, this one included. */
  readonly attempts: number
  /** Since the schedule began. */
  readonly ageMs: number
  /** What the receiver asked for. */
  readonly retryAfterMs: number | undefined
}

/**
 * Milliseconds until the next attempt, or undefined when there is none. Attempts that were brought
 * forward because a receiver seemed to be back do not use up the schedule: it also takes its time.
 */
export function nextWait(
  { schedule, maxAgeS }: RetryPolicy,
  { attempts, ageMs, retryAfterMs }: Failure,
  random: number,
): number | undefined {
  const totalMs = schedule.reduce((sum, seconds) => sum + seconds, 0) * 1_000
  if (attempts > schedule.length && ageMs >= totalMs * elapsedShare) return undefined
  const seconds = schedule[Math.min(attempts, schedule.length) - 1]
  if (seconds === undefined) return undefined
  const waitMs = seconds * 1_000 * (1 + random * jitterShare)
  const wanted = Math.max(waitMs, Math.min(retryAfterMs ?? 0, maxRetryAfterMs))
  return ageMs + wanted > maxAgeS * 1_000 ? undefined : wanted
}

/** Of a Retry-After header (RFC 9110): seconds, or a date. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000
  // Date.parse takes bare numbers for years and days.
  if (!/[a-z]/i.test(header)) return undefined
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
