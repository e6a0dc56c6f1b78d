import type { CallOutcome } from '@parley/contract'

/** How the carrier says that a call ended; a subset of what its port tells. */
export type CarrierEnd = {
  readonly status:
    | 'completed'
    | 'busy'
    | 'no-answer'
    | 'declined'
    | 'blocked'
    | 'invalid'
    | 'failed'
    | 'canceled'
  readonly fault?: 'account' | 'carrier' | undefined
  readonly answeredBy?: 'human' | 'machine' | 'unknown' | undefined
}

/** What a call came to. An answer by a machine is one of a person only when nobody listened for it. */
export function outcomeOf({ status, answeredBy }: CarrierEnd): CallOutcome {
  if (status === 'completed') return answeredBy === 'machine' ? 'voicemail' : 'answered'
  return status === 'no-answer' || status === 'canceled' ? 'no_answer' : status
}

/** The carrier will call nobody for this account: going on would only fail more often. */
export function isAccountFault({ status, fault }: CarrierEnd): boolean {
  return status === 'failed' && fault === 'account'
}

/** Says something about the carrier, and counts for the circuit breaker. */
export function isCarrierFailure(outcome: CallOutcome): boolean {
  return outcome === 'failed'
}

/** Names of fields by which an agent's outcome says that somebody wants no more calls. */
const optOutFields = ['opt_out', 'optOut', 'opted_out', 'do_not_call', 'doNotCall', 'dnc']

/** Whether the one who was called asked not to be called again. */
export function asksForNoCalls(outcome: Readonly<Record<string, unknown>> | null | undefined) {
  if (!outcome) return false
  return optOutFields.some((field) => outcome[field] === true || outcome[field] === 'true')
}
