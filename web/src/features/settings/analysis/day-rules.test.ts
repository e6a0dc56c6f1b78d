import { expect, test } from 'vitest'
import { beginningOf } from './day-rules.ts'

test.each([
  ['2026-01-15', 'UTC', '2026-01-15T00:00:00.000Z'],
  ['2026-01-15', 'Europe/Paris', '2026-01-14T23:00:00.000Z'],
  ['2026-07-15', 'Europe/Paris', '2026-07-14T22:00:00.000Z'],
  // The clock changes in the night of that day, and of the day before.
  ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-01-15', 'Asia/Kathmandu', '2026-01-14T18:15:00.000Z'],
])('the day %s begins in %s at %s', (day, zone, moment) => {
  expect(beginningOf(day, zone)).toBe(moment)
})
