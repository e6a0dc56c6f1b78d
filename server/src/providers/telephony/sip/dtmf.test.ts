import { expect, test } from 'vitest'
import { digitFrames, digitTones, openDigitEar } from './dtmf.ts'

test('each digit is heard once, however often it is told, and also if most of it is lost', () => {
  const hear = openDigitEar()
  const heard: (string | undefined)[] = []
  let timestamp = 0
  for (const [index, frame] of digitFrames('0*#D').entries()) {
    timestamp += 160
    const isLost = index % 3 === 0
    if (frame && !isLost) heard.push(hear(timestamp - frame.age, frame.payload))
  }
  expect(heard.filter((digit) => digit !== undefined)).toEqual(['0', '*', '#', 'D'])
})

test('the end of a digit is told three times with its whole length', () => {
  const ends = digitFrames('5').filter((frame) => frame && (frame.payload[1] ?? 0) & 0x80)
  expect(ends).toHaveLength(3)
  expect(ends.map((frame) => Buffer.from(frame?.payload ?? []).readUInt16BE(2))).toEqual([
    800, 800, 800,
  ])
})

test('what is no digit is not heard', () => {
  const hear = openDigitEar()
  expect(hear(1, Uint8Array.of(16, 0, 0, 0))).toBeUndefined()
  expect(hear(2, Uint8Array.of(1))).toBeUndefined()
})

test('tones have the two frequencies of their key, and silence after them', () => {
  const tones = digitTones('5')
  const power = (frequency: number) => {
    let [re, im] = [0, 0]
    for (let at = 0; at < 800; at += 1) {
      const turn = (2 * Math.PI * frequency * at) / 8_000
      re += (tones[at] ?? 0) * Math.cos(turn)
      im += (tones[at] ?? 0) * Math.sin(turn)
    }
    return Math.hypot(re, im)
  }
  for (const frequency of [770, 1_336]) expect(power(frequency)).toBeGreaterThan(1_000_000)
  for (const frequency of [697, 941, 1_209, 1_633]) expect(power(frequency)).toBeLessThan(300_000)
  expect(tones.subarray(800).every((sample) => sample === 0)).toBe(true)
})
