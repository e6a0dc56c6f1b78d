import { expect, test } from 'vitest'
import { decodeMulaw, encodeMulaw, encodeSample } from './mulaw.ts'

test.each([
  // Table 2a of G.711, with its 14 bits brought to 16.
  [0xff, 0],
  [0x7f, 0],
  [0x80, 32_124],
  [0x00, -32_124],
  [0xfe, 8],
  [0x7e, -8],
  [0xf0, 120],
  [0x8f, 16_764],
  [0xef, 132],
  [0x10, -15_996],
])('the byte %i means %i', (byte, sample) => {
  expect([...decodeMulaw(Uint8Array.of(byte))]).toEqual([sample])
})

test('every byte comes back as it was, but for the two that mean nothing', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const again = encodeMulaw(decodeMulaw(bytes))
  const different = [...bytes].filter((byte, index) => again[index] !== byte)
  expect(different).toEqual([0x7f])
})

test('a sample is at most a sixteenth off, and what is too loud is as loud as can be', () => {
  for (let sample = -32_768; sample < 32_768; sample += 7) {
    const [heard = 0] = decodeMulaw(Uint8Array.of(encodeSample(sample)))
    const tolerance = Math.max(8, Math.abs(sample) / 16, Math.abs(sample) - 32_124)
    expect(Math.abs(heard - sample)).toBeLessThanOrEqual(tolerance)
  }
  expect(encodeSample(32_767)).toBe(0x80)
  expect(encodeSample(-32_768)).toBe(0x00)
})
