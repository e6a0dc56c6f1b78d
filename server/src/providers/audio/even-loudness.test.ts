import { expect, test } from 'vitest'
import { loudness, openLeveller } from './even-loudness.ts'

const tone = (level: number) =>
  Int16Array.from({ length: 320 }, (_, index) => level * Math.sin(index / 4))

/** Loudness after four seconds of it. */
function settled(level: number): number {
  const even = openLeveller()
  let last: Int16Array = new Int16Array(0)
  for (let piece = 0; piece < 200; piece += 1) last = even(tone(level))
  return loudness(last)
}

test('who is soft and who is loud come out alike', () => {
  expect(settled(1_000) / settled(20_000)).toBeGreaterThan(0.9)
  expect(settled(1_000)).toBeGreaterThan(3_000)
  expect(settled(20_000)).toBeLessThan(3_600)
})

test('silence stays silence', () => {
  expect(settled(60)).toBeLessThan(60)
})

test('a whisper grows by 18 dB at most', () => {
  expect(settled(200) / loudness(tone(200))).toBeCloseTo(8, 0)
})
