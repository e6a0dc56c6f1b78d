import { expect, test } from 'vitest'
import { withoutPauses } from './kokoro.ts'

const rate = 24_000
const silence = (seconds: number) => new Float32Array(seconds * rate).fill(0.001)
const voice = (seconds: number) => new Float32Array(seconds * rate).fill(0.2)
const clause = Float32Array.from([...silence(0.3), ...voice(1), ...silence(0.4)])

test.each([
  ['The team plan costs 21 euros', 0.1],
  ['That is a good question,', 0.2],
  ['It is from plans and prices.', 0.35],
  ['Do you like it?', 0.35],
])('"%s" begins at once, and %d s of silence follow', (text, behind) => {
  const left = withoutPauses(clause, text)
  expect(left.findIndex((sample) => sample > 0.1) / rate).toBeCloseTo(0.04)
  expect(left.length / rate).toBeCloseTo(0.04 + 1 + behind)
})

test('silence stays silence, and a voice without silence loses nothing', () => {
  expect(withoutPauses(silence(0.5), 'Hm.')).toHaveLength(0.5 * rate)
  expect(withoutPauses(voice(0.5), 'Hm.')).toHaveLength(0.5 * rate)
})
