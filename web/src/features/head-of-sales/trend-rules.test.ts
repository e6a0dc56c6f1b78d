import { expect, test } from 'vitest'
import { ticksUpTo } from './trend-rules.ts'

test.each([
  [0, [0, 1, 2, 3, 4]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6, 8]],
  [41, [0, 20, 40, 60, 80]],
  [100, [0, 25, 50, 75, 100]],
  [2_001, [0, 1_000, 2_000, 3_000, 4_000]],
])('the axis of at most %i calls counts in steps of people', (most, ticks) => {
  expect(ticksUpTo(most)).toEqual(ticks)
})
