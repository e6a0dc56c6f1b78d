import { expect, test } from 'vitest'
import {
  clockAt,
  constraintsOf,
  defaultHours,
  type Hours,
  momentOf,
  openingOf,
} from './window-rules.ts'

const office: Hours = { days: [1, 2, 3, 4, 5], startMinute: 9 * 60, endMinute: 17 * 60 }
const always: Hours = { days: [1, 2, 3, 4, 5, 6, 7], startMinute: 0, endMinute: 1_440 }

function opening(
  at: string,
  zones: readonly string[],
  {
    rules = defaultHours,
    campaign = null as Hours | null,
    campaignZone = null as string | null,
  } = {},
) {
  const constraints = constraintsOf(zones, { rules, campaign, campaignZone })
  if (!constraints) return 'unknown'
  const found = openingOf(constraints, new Date(at))
  if (found.isOpen) return `open until ${found.until.toISOString()}`
  return found.opensAt ? `opens ${found.opensAt.toISOString()}` : 'never'
}

// New York is five hours behind UTC in winter and four in summer; the clocks change on 8 March and on
// 1 November 2026.
test.each([
  ['in the morning before eight', '2026-03-06T12:59:59Z', 'opens 2026-03-06T13:00:00.000Z'],
  ['at eight', '2026-03-06T13:00:00Z', 'open until 2026-03-07T02:00:00.000Z'],
  ['at nine in the evening', '2026-03-07T02:00:00Z', 'opens 2026-03-07T13:00:00.000Z'],
  ['in the night the clocks go forward', '2026-03-08T02:30:00Z', 'opens 2026-03-08T12:00:00.000Z'],
  ['on the day summer time begins', '2026-03-08T12:00:00Z', 'open until 2026-03-09T01:00:00.000Z'],
  ['at seven by the new clock', '2026-03-08T11:30:00Z', 'opens 2026-03-08T12:00:00.000Z'],
  ['in the night the clocks go back', '2026-11-01T02:00:00Z', 'opens 2026-11-01T13:00:00.000Z'],
  ['at eight by the old clock', '2026-11-01T12:30:00Z', 'opens 2026-11-01T13:00:00.000Z'],
])('somebody in New York, %s', (_when, at, expected) => {
  expect(opening(at, ['America/New_York'])).toBe(expected)
})

test('hours of a campaign without a time zone are the recipient’s', () => {
  const at = '2026-03-06T13:30:00Z'
  expect(opening(at, ['America/New_York'], { campaign: office })).toBe(
    'opens 2026-03-06T14:00:00.000Z',
  )
})

test('hours of a campaign with a time zone are met with the recipient’s', () => {
  const hours = { campaign: office, campaignZone: 'Europe/London' }
  // Nine to five in London is from one hour before eight in New York to noon.
  expect(opening('2026-03-06T12:30:00Z', ['America/New_York'], hours)).toBe(
    'opens 2026-03-06T13:00:00.000Z',
  )
  expect(opening('2026-03-06T13:30:00Z', ['America/New_York'], hours)).toBe(
    'open until 2026-03-06T17:00:00.000Z',
  )
  // Friday evening: Monday, when New York has summer time already and London has not.
  expect(opening('2026-03-06T17:00:00Z', ['America/New_York'], hours)).toBe(
    'opens 2026-03-09T12:00:00.000Z',
  )
})

test('a number that may be in several zones is called when it is time in all of them', () => {
  const australia = ['Australia/Perth', 'Australia/Sydney']
  expect(opening('2026-07-01T22:30:00Z', australia)).toBe('opens 2026-07-02T00:00:00.000Z')
  expect(opening('2026-07-02T05:00:00Z', australia)).toBe('open until 2026-07-02T11:00:00.000Z')
})

test('zones that are half the world apart are never called', () => {
  const night = { ...always, startMinute: 8 * 60, endMinute: 10 * 60 }
  expect(
    opening('2026-07-01T22:30:00Z', ['Asia/Tokyo', 'America/New_York'], { rules: night }),
  ).toBe('never')
})

test('hours that share no day are never open', () => {
  const weekend = { ...always, days: [6, 7] }
  expect(
    opening('2026-07-01T12:00:00Z', ['Europe/Paris'], { rules: office, campaign: weekend }),
  ).toBe('never')
  expect(
    opening('2026-07-01T12:00:00Z', ['Europe/Paris'], { rules: { ...office, days: [] } }),
  ).toBe('never')
})

test('without a zone there is no answer, and so no call', () => {
  expect(opening('2026-07-01T12:00:00Z', [])).toBe('unknown')
})

test('hours round the clock are open for a day at a time', () => {
  expect(opening('2026-07-01T12:00:00Z', ['UTC'], { rules: always })).toBe(
    'open until 2026-07-02T00:00:00.000Z',
  )
})

test('a zone half an hour off the hour is read to the minute', () => {
  expect(clockAt('Asia/Kolkata', new Date('2026-07-01T02:29:59Z'))).toMatchObject({ minute: 479 })
  expect(opening('2026-07-01T02:00:00Z', ['Asia/Kolkata'])).toBe('opens 2026-07-01T02:30:00.000Z')
})

const day = (text: string) => Date.parse(text) / 86_400_000

test('an hour that comes twice is the first one, and one that is left out comes after the change', () => {
  // 01:30 in New York on the day that summer time ends is at 05:30 and again at 06:30 UTC.
  expect(momentOf('America/New_York', day('2026-11-01'), 90).toISOString()).toBe(
    '2026-11-01T05:30:00.000Z',
  )
  // There is no 02:30 on the day that it begins.
  expect(momentOf('America/New_York', day('2026-03-08'), 150).toISOString()).toBe(
    '2026-03-08T07:30:00.000Z',
  )
})
