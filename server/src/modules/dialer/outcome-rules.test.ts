import { expect, test } from 'vitest'
import { asksForNoCalls, type CarrierEnd, isAccountFault, outcomeOf } from './outcome-rules.ts'

test.each<[CarrierEnd, string]>([
  [{ status: 'completed', answeredBy: 'human' }, 'answered'],
  [{ status: 'completed', answeredBy: 'unknown' }, 'answered'],
  [{ status: 'completed', answeredBy: 'machine' }, 'voicemail'],
  [{ status: 'completed' }, 'answered'],
  [{ status: 'busy' }, 'busy'],
  [{ status: 'no-answer' }, 'no_answer'],
  [{ status: 'canceled' }, 'no_answer'],
  [{ status: 'declined' }, 'declined'],
  [{ status: 'blocked' }, 'blocked'],
  [{ status: 'invalid' }, 'invalid'],
  [{ status: 'failed', fault: 'carrier' }, 'failed'],
])('%j is %s', (end, outcome) => {
  expect(outcomeOf(end)).toBe(outcome)
})

test('no credit at the carrier is nobody’s outcome but the account’s', () => {
  expect(isAccountFault({ status: 'failed', fault: 'account' })).toBe(true)
  expect(isAccountFault({ status: 'failed', fault: 'carrier' })).toBe(false)
  expect(isAccountFault({ status: 'busy' })).toBe(false)
})

test.each([
  [{ do_not_call: true }, true],
  [{ optOut: 'true' }, true],
  [{ opt_out: false }, false],
  [{ interested: true }, false],
  [null, false],
])('%j asks for no more calls: %s', (outcome, expected) => {
  expect(asksForNoCalls(outcome)).toBe(expected)
})
