import { type CallOutcome, defaultRetryPlan } from '@parley/contract'
import { expect, test } from 'vitest'
import { nextAfter } from './retry-rules.ts'

const now = new Date('2026-03-06T12:00:00Z')

function after(
  outcomes: readonly CallOutcome[],
  more: { maxAttempts?: number; leftMessage?: boolean } = {},
) {
  const plan = {
    ...defaultRetryPlan,
    busy: { times: 2, delaySeconds: 600 },
    noAnswer: { times: 1, delaySeconds: 7_200 },
    voicemail: { times: 1, delaySeconds: 86_400 },
    failed: { times: 1, delaySeconds: 300 },
    declined: { times: 9, delaySeconds: 86_400 },
  }
  const tried = { plan, maxAttempts: 5, outcomes, leftMessage: false, ...more }
  const next = nextAfter(tried, now)
  return next.status === 'PENDING'
    ? `again in ${(next.dueAt.getTime() - now.getTime()) / 1_000} s`
    : next.status
}

test.each<[readonly CallOutcome[], string]>([
  [['answered'], 'COMPLETED'],
  [['busy'], 'again in 600 s'],
  [['busy', 'busy'], 'again in 600 s'],
  [['busy', 'busy', 'busy'], 'FAILED'],
  [['no_answer'], 'again in 7200 s'],
  [['no_answer', 'no_answer'], 'FAILED'],
  [['no_answer', 'busy'], 'again in 600 s'],
  [['voicemail'], 'again in 86400 s'],
  [['failed'], 'again in 300 s'],
  [['failed', 'failed'], 'FAILED'],
  [['declined'], 'again in 86400 s'],
  [['declined', 'declined'], 'FAILED'],
  [['declined', 'busy', 'declined'], 'FAILED'],
  [['invalid'], 'FAILED'],
  [['blocked'], 'FAILED'],
])('after %j: %s', (outcomes, expected) => {
  expect(after(outcomes)).toBe(expected)
})

test('nobody is called more often than the campaign allows, whatever came of it', () => {
  expect(after(['busy', 'no_answer', 'failed'], { maxAttempts: 3 })).toBe('FAILED')
  expect(after(['busy'], { maxAttempts: 1 })).toBe('FAILED')
})

test('a message on the machine is what was wanted', () => {
  expect(after(['voicemail'], { leftMessage: true })).toBe('COMPLETED')
})
