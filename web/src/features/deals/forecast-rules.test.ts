import { expect, test } from 'vitest'
import { monthsOf, sumOf } from './forecast-rules.ts'

const cell = (month: string, value: number) => ({
  month,
  stage_id: 'one',
  deals: 1,
  value,
  weighted: value / 2,
})

test('months come in order, and those that are over are marked', () => {
  const cells = [cell('2026-05-01', 10), cell('2026-03-01', 20), cell('2026-05-01', 30)]
  const months = monthsOf(cells, '2026-05-17')
  expect(months.map(({ month, isPast }) => [month, isPast])).toEqual([
    ['2026-03-01', true],
    ['2026-05-01', false],
  ])
  expect(months.map(({ cells: of }) => sumOf(of, 'value'))).toEqual([20, 40])
  expect(sumOf(cells, 'weighted')).toBe(30)
})
