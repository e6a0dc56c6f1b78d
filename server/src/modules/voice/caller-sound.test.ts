import { CallSettings } from '@parley/contract'
import { expect, test } from 'vitest'
import { callRate } from '../../providers/voice-engine/index.ts'
import { cleanerFor, transcribesClean } from './caller-sound.ts'

const settingsOf = (wishes: object) => CallSettings.parse(wishes)
const second = (level: number) =>
  Int16Array.from({ length: callRate }, (_, index) => level * Math.sin(index / 3))
const peak = (samples: Int16Array | undefined) =>
  samples?.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) ?? 0

/** The peak of each of these seconds, as it comes out. */
function through(wishes: object, levels: readonly number[]): number[] {
  const clean = cleanerFor(settingsOf(wishes))
  return levels.map((level) => peak(clean?.(second(level))))
}

test('an agent that wants nothing done hears what there is', () => {
  expect(cleanerFor(settingsOf({}))).toBeUndefined()
})

test('noise is learned for the whole conversation, or for what comes and goes', () => {
  const noiseCancellation = 'standard'
  // A steady sound of four seconds after two of silence.
  const levels = [0, 0, 4_000, 4_000, 4_000, 4_000]
  const steady = through({ noiseCancellation }, levels)
  const changing = through({ noiseCancellation, cancelNoisePer: 'utterance' }, levels)
  expect(steady.at(-1)).toBeGreaterThan(3_500)
  // Each second begins with a click, which is no noise.
  expect(changing.at(-1)).toBeLessThan(2_000)
})

test('who is soft is made louder', () => {
  const [first, last] = through({ enableAutoGainControl: true }, [1_000, 1_000])
  expect(last).toBeGreaterThan(3 * 1_000)
  expect(first).toBeGreaterThan(1_000)
})

test.for([
  [{}, true],
  [{ enableAutoGainControl: true }, true],
  [{ noiseCancellation: 'standard' }, false],
  [{ noiseCancellation: 'standard', sendDenoisedToStt: true }, true],
] as const)('whether %j is what is transcribed: %s', ([wishes, isClean]) => {
  expect(transcribesClean(settingsOf(wishes))).toBe(isClean)
})
