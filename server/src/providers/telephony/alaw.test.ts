import { expect, test } from 'vitest'
import { alawFromMulaw, decodeAlawSample, encodeAlawSample, mulawFromAlaw } from './alaw.ts'
import { decodeMulaw } from './mulaw.ts'

test.each([
  [0, 0xd5],
  [-1, 0x55],
  [32_767, 0xaa],
  [-32_768, 0x2a],
  [1_000, 0xfa],
])('a sample of %i is %i in A-law', (sample, byte) => {
  expect(encodeAlawSample(sample)).toBe(byte)
})

test('every byte is decoded to a sample that is encoded as the same byte', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    expect(encodeAlawSample(decodeAlawSample(byte))).toBe(byte)
  }
})

test('a voice that goes through both laws stays close to what it was', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const [before, after] = [decodeMulaw(bytes), decodeMulaw(mulawFromAlaw(alawFromMulaw(bytes)))]
  for (const [index, sample] of before.entries()) {
    const lost = Math.abs(sample - (after[index] ?? 0))
    expect(lost, String(sample)).toBeLessThanOrEqual(Math.max(24, Math.abs(sample) * 0.07))
  }
})
