import { expect, test } from 'vitest'
import { openDenoiser } from './denoise.ts'
import { loudness } from './even-loudness.ts'

const sampleRate = 16_000
const seconds = 4

/** The same numbers every time. */
function openRandom(): () => number {
  let state = 42
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648 - 0.5
  }
}

/** Hiss, with a tone of 600 Hz in the third second. */
function sound({ hiss, tone }: { hiss: number; tone: number }): Int16Array {
  const random = openRandom()
  return Int16Array.from({ length: seconds * sampleRate }, (_, index) => {
    const second = index / sampleRate
    const wave = second >= 2 && second < 3 ? Math.sin(2 * Math.PI * 600 * second) : 0
    return Math.round(random() * 2 * hiss + wave * tone)
  })
}

function through(samples: Int16Array, options: { isTelephone?: boolean } = {}): Int16Array {
  const sieve = openDenoiser({ sampleRate, ...options })
  const pieces: number[] = []
  for (let at = 0; at < samples.length; at += 320) {
    pieces.push(...sieve(samples.subarray(at, at + 320)))
  }
  return Int16Array.from(pieces)
}

const between = (samples: Int16Array, from: number, to: number) =>
  loudness(samples.slice(from * sampleRate, to * sampleRate))
const decibels = (ratio: number) => 20 * Math.log10(ratio)

test('hiss is lowered by 10 dB or more, and speech over it by less than 2', () => {
  const given = sound({ hiss: 600, tone: 6_000 })
  const clean = through(given)
  expect(clean).toHaveLength(given.length)
  expect(decibels(between(given, 1, 2) / between(clean, 1, 2))).toBeGreaterThan(10)
  expect(decibels(between(given, 2.2, 2.9) / between(clean, 2.2, 2.9))).toBeLessThan(2)
})

test('what is clean stays as it is', () => {
  const given = sound({ hiss: 0, tone: 6_000 })
  const clean = through(given)
  expect(Math.abs(decibels(between(given, 2.2, 2.9) / between(clean, 2.2, 2.9)))).toBeLessThan(0.5)
})

test('for telephones, what they cannot carry is noise', () => {
  const hum = Int16Array.from(
    { length: 2 * sampleRate },
    (_, index) => 6_000 * Math.sin((2 * Math.PI * 60 * index) / sampleRate),
  )
  const lowered = (options: { isTelephone?: boolean }) => {
    const clean = through(hum, options)
    return decibels(between(hum, 0.3, 0.9) / Math.max(1, between(clean, 0.3, 0.9)))
  }
  expect(lowered({ isTelephone: true })).toBeGreaterThan(15)
})
