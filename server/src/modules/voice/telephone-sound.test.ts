import { expect, test } from 'vitest'
import { openUpsampler, toTelephoneRate } from './telephone-sound.ts'

const tone = (hertz: number, rate: number, count: number) =>
  Int16Array.from({ length: count }, (_, index) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * hertz * index) / rate)),
  )

test('a tone keeps its height and its strength on the way to a telephone and back', () => {
  const there = toTelephoneRate(tone(440, 16_000, 1_600))
  expect(there).toHaveLength(800)
  const back = openUpsampler()(there)
  expect(back).toHaveLength(1_600)
  expect(Math.max(...back)).toBeGreaterThan(9_000)
  const crossings = back.filter((sample, at) => at > 0 && sample >= 0 && (back[at - 1] ?? 0) < 0)
  expect(Math.abs(crossings.length - 44)).toBeLessThanOrEqual(1)
})

test('pieces join without a click', () => {
  const upsample = openUpsampler()
  upsample(Int16Array.from([100]))
  expect([...upsample(Int16Array.from([200]))]).toEqual([150, 200])
})
