import { expect, test } from 'vitest'
import { spanBefore, stepOf, zoneOf } from './period-rules.ts'

test.each([
  [3, 'UTC-03:00'],
  [180, 'UTC-03:00'],
  [-5, 'UTC+05:00'],
  [5.5, 'UTC-05:30'],
  [-210, 'UTC+03:30'],
  [0, 'UTC-00:00'],
  [14, 'UTC-14:00'],
])('a time %s away from UTC is in the zone %s', (difference, zone) => {
  expect(zoneOf(difference)).toBe(zone)
})

test('what is compared with a period is as long and ends right before it', () => {
  const span = { from: '2026-03-02T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' }
  expect(spanBefore(span)).toEqual({
    from: '2026-02-28T23:59:59.999Z',
    until: '2026-03-01T23:59:59.999Z',
  })
})

test('up to two days are cut by the hour, more by the day', () => {
  const from = '2026-03-02T00:00:00.000Z'
  expect(stepOf({ from, until: '2026-03-04T00:00:00.000Z' })).toBe('hour')
  expect(stepOf({ from, until: '2026-03-04T00:00:00.001Z' })).toBe('day')
})
