import { expect, test } from 'vitest'
import { type Candidate, decide, decideAll } from './claim-rules.ts'

const now = new Date('2026-03-06T12:00:00Z')
const free: Candidate = {
  recipientId: 'a',
  number: '+14155552671',
  isListed: false,
  hasConsent: false,
  isBusy: false,
  recentCalls: 0,
  oldestCall: null,
}
const limits = { needsConsent: false, dailyCap: 3 }

test.each<[string, Partial<Candidate>, Partial<typeof limits>, object]>([
  ['nothing is in the way', {}, {}, { kind: 'call' }],
  [
    'the number is listed',
    { isListed: true, isBusy: true },
    {},
    { kind: 'skip', reason: 'do_not_call' },
  ],
  ['nobody consented', {}, { needsConsent: true }, { kind: 'skip', reason: 'no_consent' }],
  ['somebody consented', { hasConsent: true }, { needsConsent: true }, { kind: 'call' }],
  [
    'the third call was an hour ago and the first one ten hours ago',
    { recentCalls: 3, oldestCall: '2026-03-06T02:00:00Z' },
    {},
    { kind: 'wait', until: new Date('2026-03-07T02:00:00Z') },
  ],
  ['two of three calls were made', { recentCalls: 2 }, {}, { kind: 'call' }],
  [
    'another campaign is talking to them',
    { isBusy: true },
    {},
    { kind: 'wait', until: new Date('2026-03-06T12:05:00Z') },
  ],
])('when %s', (_when, candidate, limit, expected) => {
  expect(decide({ ...free, ...candidate }, { ...limits, ...limit }, now)).toEqual(expected)
})

test('a number that is in a batch twice is called once', () => {
  const twice = [free, { ...free, recipientId: 'b' }]
  const decisions = decideAll(twice, limits, now)
  expect(decisions.get('a')).toEqual({ kind: 'call' })
  expect(decisions.get('b')).toMatchObject({ kind: 'wait' })
})
