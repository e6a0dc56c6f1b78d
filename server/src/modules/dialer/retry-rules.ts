import type { CallOutcome, RetryPlan } from '@parley/contract'

/** What becomes of somebody after a call. */
export type Next =
  | { readonly status: 'PENDING'; readonly dueAt: Date }
  | { readonly status: 'COMPLETED' | 'FAILED' }

export type Tried = {
  readonly plan: RetryPlan
  /** Calls that somebody gets altogether. */
  readonly maxAttempts: number
  /** What each call so far came to, the last one included. */
  readonly outcomes: readonly CallOutcome[]
  /** A message was left on the machine that answered. */
  readonly leftMessage: boolean
}

/** Whether somebody is called again, and when: each outcome has a number of retries and a delay of its own. */
export function nextAfter({ plan, maxAttempts, outcomes, leftMessage }: Tried, now: Date): Next {
  const outcome = outcomes.at(-1)
  if (outcome === undefined || outcome === 'answered') return { status: 'COMPLETED' }
  if (outcome === 'voicemail' && leftMessage) return { status: 'COMPLETED' }
  const retry = retryOf(plan, outcome)
  const before = outcomes.filter((one) => one === outcome).length - 1
  if (retry === undefined || before >= retry.times || outcomes.length >= maxAttempts) {
    return { status: 'FAILED' }
  }
  return { status: 'PENDING', dueAt: new Date(now.getTime() + retry.delaySeconds * 1_000) }
}

/** Whoever does not want the call, or cannot be reached at that number, is never tried again for it. */
function retryOf(plan: RetryPlan, outcome: CallOutcome) {
  switch (outcome) {
    case 'busy':
      return plan.busy
    case 'no_answer':
      return plan.noAnswer
    case 'voicemail':
      return plan.voicemail
    case 'failed':
      return plan.failed
    case 'declined':
      return { ...plan.declined, times: Math.min(1, plan.declined.times) }
    case 'answered':
    case 'blocked':
    case 'invalid':
      return undefined
  }
}
