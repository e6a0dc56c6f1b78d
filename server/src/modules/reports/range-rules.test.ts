import { expect, test } from 'vitest'
import { customSpans, periodSpans, weekdaysFrom, wholeMonths } from './range-rules.ts'

const spans = (
  from: string,
  until: string,
  formerFrom: string,
  formerUntil: string,
): ReturnType<typeof periodSpans> => ({
  now: { from, until },
  before: { from: formerFrom, until: formerUntil },
})

test('a period lasts through today and is compared with as many days of the one before', () => {
  // 5 March 2026 is a Thursday.
  const today = '2026-03-05'
  expect(periodSpans('today', today, 'monday')).toEqual(
    spans('2026-03-05', '2026-03-06', '2026-03-04', '2026-03-05'),
  )
  expect(periodSpans('week', today, 'monday')).toEqual(
    spans('2026-03-02', '2026-03-06', '2026-02-23', '2026-02-27'),
  )
  expect(periodSpans('month', today, 'monday')).toEqual(
    spans('2026-03-01', '2026-03-06', '2026-02-01', '2026-02-06'),
  )
  expect(periodSpans('quarter', today, 'monday')).toEqual(
    spans('2026-01-01', '2026-03-06', '2025-10-01', '2025-12-04'),
  )
  expect(periodSpans('year', today, 'monday')).toEqual(
    spans('2026-01-01', '2026-03-06', '2025-01-01', '2025-03-06'),
  )
})

test('the range before has as many days and never overlaps, even after a short month', () => {
  expect(periodSpans('month', '2026-03-31', 'monday')).toEqual(
    spans('2026-03-01', '2026-04-01', '2026-01-29', '2026-03-01'),
  )
})

test.each([
  ['monday', '2026-03-02'],
  ['sunday', '2026-03-01'],
  ['saturday', '2026-02-28'],
] as const)('a week that starts on %s', (start, from) => {
  expect(periodSpans('week', '2026-03-05', start).now.from).toBe(from)
  expect(periodSpans('week', from, start).now.from).toBe(from)
})

test('weekdays are listed from the first day of the week', () => {
  expect(weekdaysFrom('monday')).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(weekdaysFrom('sunday')).toEqual([7, 1, 2, 3, 4, 5, 6])
  expect(weekdaysFrom('saturday')).toEqual([6, 7, 1, 2, 3, 4, 5])
})

test('a custom range is compared with the days right before it', () => {
  expect(customSpans('2026-03-10', '2026-03-12')).toEqual(
    spans('2026-03-10', '2026-03-13', '2026-03-07', '2026-03-10'),
  )
})

test('whole months are told from the days around them', () => {
  const months = (from: string, until: string) => {
    const { hasMonths, ...span } = wholeMonths({ from, until })
    return hasMonths ? [span.from, span.until] : [span.from === span.until]
  }
  expect(months('2026-01-15', '2026-04-03')).toEqual(['2026-02-01', '2026-04-01'])
  expect(months('2026-01-01', '2027-01-01')).toEqual(['2026-01-01', '2027-01-01'])
  expect(months('2026-01-15', '2026-02-20')).toEqual([true])
  expect(months('2026-01-15', '2026-01-20')).toEqual([true])
})
