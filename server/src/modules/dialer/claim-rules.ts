import type { SkipReason } from '@parley/contract'

/** Somebody whose turn it is, with what else is known of the number. */
export type Candidate = {
  readonly recipientId: string
  readonly number: string
  /** On a list of numbers that nobody here may call. */
  readonly isListed: boolean
  readonly hasConsent: boolean
  /** A call to this number is under way, from whatever campaign. */
  readonly isBusy: boolean
  /** Calls to the number in the last 24 hours, and when the oldest of those that count was. */
  readonly recentCalls: number
  readonly oldestCall: string | null
}

export type CallLimits = {
  readonly needsConsent: boolean
  /** Calls to one number in 24 hours, from all campaigns together. */
  readonly dailyCap: number
}

export type Decision =
  | { readonly kind: 'call' }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | { readonly kind: 'wait'; readonly until: Date }

/** The same number is in two campaigns, or twice in one: one after the other. */
const busyWaitMs = 5 * 60_000
const dayMs = 86_400_000

/** Whether somebody may be called now. Those above in the order say why not for good. */
export function decide(candidate: Candidate, limits: CallLimits, now: Date): Decision {
  if (candidate.isListed) return { kind: 'skip', reason: 'do_not_call' }
  if (limits.needsConsent && !candidate.hasConsent) return { kind: 'skip', reason: 'no_consent' }
  if (candidate.recentCalls >= limits.dailyCap) {
    const oldest = candidate.oldestCall === null ? now.getTime() : Date.parse(candidate.oldestCall)
    return { kind: 'wait', until: new Date(Math.max(oldest + dayMs, now.getTime() + 60_000)) }
  }
  if (candidate.isBusy) return { kind: 'wait', until: new Date(now.getTime() + busyWaitMs) }
  return { kind: 'call' }
}

/** Decides for all of a batch: a number that occurs twice is called once, and then waits. */
export function decideAll(
  candidates: readonly Candidate[],
  limits: CallLimits,
  now: Date,
): ReadonlyMap<string, Decision> {
  const called = new Set<string>()
  const decisions = new Map<string, Decision>()
  for (const candidate of candidates) {
    const { number, recipientId } = candidate
    const isBusy = candidate.isBusy || called.has(number)
    const decision = decide({ ...candidate, isBusy }, limits, now)
    if (decision.kind === 'call') called.add(number)
    decisions.set(recipientId, decision)
  }
  return decisions
}
