import { expect, test } from 'vitest'
import { comparable, guessDayOrder, readDay, readFlag, readNumber } from './cell-rules.ts'

test.each([
  ['1234.5', 1234.5],
  ['1,234.50', 1234.5],
  ['1.234,50', 1234.5],
  ['€ 1 234,50', 1234.5],
  ['1,234', 1234],
  ['1,5', 1.5],
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
  ['12.000', 12],
  ['EUR 99', 99],
  ["1'000", 1000],
  ['60 %', 60],
  ['١٢٣٤', 1234],
  ['-5', -5],
  ['', undefined],
  ['about ten', undefined],
  ['1-2', undefined],
])('the amount %s is read as %s', (text, value) => {
  expect(readNumber(text)).toBe(value)
})

test.each([
  ['2026-03-04', 'day', '2026-03-04'],
  ['2026/3/4', 'day', '2026-03-04'],
  ['2026-03-04T10:00:00Z', 'day', '2026-03-04'],
  ['03/04/2026', 'day', '2026-04-03'],
  ['03/04/2026', 'month', '2026-03-04'],
  ['3.4.26', 'month', '2026-04-03'],
  ['31/02/2026', 'day', undefined],
  ['13/13/2026', 'day', undefined],
  ['tomorrow', 'day', undefined],
] as const)('the day %s, %s first, is read as %s', (text, order, day) => {
  expect(readDay(text, order)).toBe(day)
})

test('a day that can be read in one way only tells of the others', () => {
  expect(guessDayOrder(['01/02/2026', '25/02/2026'], 'month')).toBe('day')
  expect(guessDayOrder(['01/02/2026', '02/25/2026'], 'day')).toBe('month')
  expect(guessDayOrder(['01/02/2026'], 'month')).toBe('month')
})

test('yes and no are understood in three languages', () => {
  expect(['Yes', 'oui', 'نعم', '1'].map(readFlag)).toEqual([true, true, true, true])
  expect(['No', 'non', 'لا', '0'].map(readFlag)).toEqual([false, false, false, false])
  expect(readFlag('perhaps')).toBeUndefined()
})

test('headers are compared without case, accents and marks', () => {
  expect(comparable('Prénom_du Client')).toBe('prenomduclient')
})
