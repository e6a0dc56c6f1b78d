import { expect, test } from 'vitest'
import { openResampler } from './resample.ts'

const tone = (hertz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * hertz * index) / rate),
  )

function resample(audio: Float32Array, from: number, to: number, chunk = audio.length) {
  const resampler = openResampler(from, to)
  const out: number[] = []
  for (let at = 0; at < audio.length; at += chunk) {
    out.push(...resampler.push(audio.subarray(at, at + chunk)))
  }
  out.push(...resampler.end())
  return Float32Array.from(out)
}

const levelOf = (audio: Float32Array) =>
  Math.sqrt(audio.reduce((sum, sample) => sum + sample * sample, 0) / audio.length)

test.for([8_000, 11_025, 22_050, 24_000, 44_100, 48_000])(
  'a tone of 1 kHz at %d Hz is the same tone at 16 kHz',
  (rate) => {
    const result = resample(tone(1_000, rate, 1), rate, 16_000)
    expect(Math.abs(result.length - 16_000)).toBeLessThanOrEqual(1)
    const wanted = tone(1_000, 16_000, 1)
    const middle = (audio: Float32Array) => audio.slice(2_000, 14_000)
    const difference = middle(result).map((sample, index) => sample - (wanted[index + 2_000] ?? 0))
    expect(levelOf(difference)).toBeLessThan(0.01)
  },
)

test('what 16 kHz cannot hold is silent, not a false tone', () => {
  expect(
    levelOf(resample(tone(11_000, 48_000, 1), 48_000, 16_000).slice(500, 15_000)),
  ).toBeLessThan(0.001)
})

test('the size of the chunks changes nothing', () => {
  const audio = tone(440, 44_100, 0.5)
  const whole = resample(audio, 44_100, 16_000)
  for (const chunk of [1, 17, 1_000]) {
    expect(resample(audio, 44_100, 16_000, chunk)).toEqual(whole)
  }
})
