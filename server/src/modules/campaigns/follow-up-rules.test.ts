import { expect, test } from 'vitest'
import { followUpOf, isTooLate, type ToldCall } from './follow-up-rules.ts'

const call: ToldCall = {
  id: 'c1',
  direction: 'outbound',
  caller_e164: '+14155552671',
  recipient_e164: '+442079460958',
  lead_name: 'Nadia Okafor',
  title: 'Call with Nadia Okafor',
  notes: 'Wants a quote.',
  outcome: 'follow_up',
  call_date: '2026-03-02T09:00:00.000Z',
  auto_call_followup: true,
  next_follow_up: '2026-03-06',
  next_follow_up_time: '14:30:00',
}

test('a captured call that asks for it becomes a call to the customer', () => {
  expect(followUpOf(call)).toEqual({
    key: 'c1 2026-03-06 870',
    number: '+442079460958',
    name: 'Nadia Okafor',
    date: '2026-03-06',
    minute: 870,
    variables: {
      contact_name: 'Nadia Okafor',
      previous_call_date: '2026-03-02',
      previous_outcome: 'follow_up',
      previous_notes: 'Wants a quote.',
    },
  })
})

test('of a call that came in, whoever called is called back', () => {
  expect(followUpOf({ ...call, direction: 'inbound' })).toMatchObject({ number: '+14155552671' })
})

test('without an hour it is nine in the morning', () => {
  expect(followUpOf({ ...call, next_follow_up_time: null })).toMatchObject({ minute: 540 })
})

test.each<[string, Partial<ToldCall>]>([
  ['was not asked for', { auto_call_followup: false }],
  ['has no day', { next_follow_up: null }],
  ['has nobody to call', { caller_e164: null, recipient_e164: null }],
  ['belongs to a deleted call', { deleted: true }],
])('a follow-up that %s is none', (_what, changes) => {
  expect(followUpOf({ ...call, ...changes })).toBeUndefined()
})

test('what was due more than a day ago is not made up for', () => {
  const due = new Date('2026-03-06T14:30:00Z')
  expect(isTooLate(due, new Date('2026-03-07T14:00:00Z'))).toBe(false)
  expect(isTooLate(due, new Date('2026-03-07T15:00:00Z'))).toBe(true)
})
