import { nextWait, type RetryPolicy, readRetryAfter } from './schedule-rules.ts'

export type Attempted = {
  readonly succeeded: boolean
  readonly status: number | null
  readonly error: string | null
  readonly retryAfter: string | undefined
  /** This one included. */
  readonly attempts: number
  readonly ageMs: number
}

export type Verdict = {
  readonly state: 'pending' | 'succeeded' | 'failed'
  /** Until the next attempt. */
  readonly waitMs: number | null
}

/** What becomes of a delivery after an attempt. */
export function verdictOf(
  policy: RetryPolicy,
  { succeeded, status, error, retryAfter, attempts, ageMs }: Attempted,
  { now, random }: { readonly now: Date; readonly random: number },
): Verdict {
  if (succeeded) return { state: 'succeeded', waitMs: null }
  // 410 says that nobody wants this any more, and deleted data does not come back.
  if (status === 410 || error === 'expunged') return { state: 'failed', waitMs: null }
  const retryAfterMs = readRetryAfter(retryAfter, now)
  const waitMs = nextWait(policy, { attempts, ageMs, retryAfterMs }, random)
  return waitMs === undefined ? { state: 'failed', waitMs: null } : { state: 'pending', waitMs }
}
