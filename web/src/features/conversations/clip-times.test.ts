import { expect, test } from 'vitest'
import { readClock, usualClip } from './clip-times.ts'

test.each([
  ['0:07', 7_000],
  ['4:07', 247_000],
  ['1:04:07', 3_847_000],
  ['75:00', 4_500_000],
  ['9', 9_000],
  ['4:60', undefined],
  ['1:60:00', undefined],
  ['soon', undefined],
  ['', undefined],
])('the time %s is read as %s ms', (text, ms) => {
  expect(readClock(text)).toBe(ms)
})

test('a clip begins where one is and ends with the conversation', () => {
  expect(usualClip(65_000, 3_600)).toEqual({ start: '1:05', end: '1:35' })
  expect(usualClip(3_595_000, 3_600)).toEqual({ start: '59:30', end: '1:00:00' })
  expect(usualClip(0, 12)).toEqual({ start: '0:00', end: '0:12' })
  expect(usualClip(5_000, null)).toEqual({ start: '0:05', end: '0:35' })
})
