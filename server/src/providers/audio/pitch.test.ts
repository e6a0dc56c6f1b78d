import { expect, test } from 'vitest'
import { pitchOf } from './pitch.ts'

const sampleRate = 16_000

/** A buzz with overtones, as voices are. */
const buzz = (hertz: number, seconds = 0.6) =>
  Int16Array.from({ length: seconds * sampleRate }, (_, index) => {
    const turn = (2 * Math.PI * hertz * index) / sampleRate
    return 4_000 * (Math.sin(turn) + 0.6 * Math.sin(2 * turn) + 0.4 * Math.sin(3 * turn))
  })

test.for([90, 120, 165, 210, 260])('a voice of %i Hz', (hertz) => {
  expect(Math.abs((pitchOf(buzz(hertz), sampleRate) ?? 0) - hertz)).toBeLessThan(hertz * 0.03)
})

test('too little of it, silence and hiss have no height', () => {
  expect(pitchOf(buzz(120, 0.1), sampleRate)).toBeUndefined()
  expect(pitchOf(new Int16Array(16_000), sampleRate)).toBeUndefined()
  let state = 1
  const hiss = Int16Array.from({ length: 16_000 }, () => {
    state = (state * 16_807) % 2_147_483_647
    return (state % 8_000) - 4_000
  })
  expect(pitchOf(hiss, sampleRate)).toBeUndefined()
})
