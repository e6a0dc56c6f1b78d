import { expect, test } from 'vitest'
import { measure, seriesStart } from './stats-rules.ts'

const now = new Date('2026-03-02T09:40:00Z')
const at = (hour: string, withinMs: number, attempts: number, succeeded = true) => ({
  hour,
  withinMs,
  attempts,
  succeeded,
})

test.each([
  ['24h', '2026-03-01T10:00:00.000Z'],
  ['7d', '2026-02-24T00:00:00.000Z'],
  ['30d', '2026-02-01T00:00:00.000Z'],
] as const)('%s begins at %s', (range, start) => {
  expect(seriesStart(range, now).toISOString()).toBe(start)
})

test('durations are estimated by the end of the class they fall into', () => {
  const stats = measure(
    '24h',
    [
      at('2026-03-02T08:00:00.000Z', 10, 60),
      at('2026-03-02T09:00:00.000Z', 50, 30),
      at('2026-03-02T09:00:00.000Z', 5_000, 10, false),
    ],
    now,
  )
  expect(stats).toMatchObject({
    attempts: 100,
    succeeded: 90,
    success_rate: 0.9,
    p50_ms: 10,
    p95_ms: 5_000,
  })
  expect(stats.series).toHaveLength(24)
  expect(stats.series.at(-1)).toMatchObject({
    start: '2026-03-02T09:00:00.000Z',
    attempts: 40,
    p50_ms: 50,
  })
})

test('a time without attempts has no rate and no durations', () => {
  const stats = measure('7d', [], now)
  expect(stats).toMatchObject({ attempts: 0, success_rate: null, p50_ms: null, p95_ms: null })
  expect(stats.series.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0, 0])
})

test('hours of a day are added up', () => {
  const { series } = measure(
    '7d',
    [at('2026-02-24T01:00:00.000Z', 10, 1), at('2026-02-24T23:00:00.000Z', 10, 2, false)],
    now,
  )
  expect(series[0]).toMatchObject({ start: '2026-02-24T00:00:00.000Z', attempts: 3, succeeded: 1 })
})

test('the class without an end ends with the longest time an attempt can take', () => {
  const stats = measure('24h', [at('2026-03-02T09:00:00.000Z', 2_147_483_647, 1, false)], now)
  expect(stats).toMatchObject({ p50_ms: 20_000, p95_ms: 20_000 })
})
