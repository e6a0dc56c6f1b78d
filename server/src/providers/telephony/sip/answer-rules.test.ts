import { expect, test } from 'vitest'
import { hearFrame, nothingHeard } from './answer-rules.ts'

/** Hears stretches of sound (positive) and silence (negative), in milliseconds. */
function hear(...stretches: readonly number[]) {
  let hearing = nothingHeard
  for (const ms of stretches) {
    for (let heard = 0; heard < Math.abs(ms); heard += 20) hearing = hearFrame(hearing, ms > 0)
  }
  return hearing
}

test.each([
  ['a word and a pause', [-300, 600, -800], 'human'],
  ['two words close together', [-500, 500, -300, 500, -800], 'human'],
  ['a sentence without a pause', [-500, 1_600], 'machine'],
  ['sentences with short pauses', [-200, 900, -400, 900], 'machine'],
  ['nothing at all', [-3_000], 'unknown'],
  ['a word so far', [-300, 600, -400], undefined],
])('%s is %s', (_, stretches, verdict) => {
  expect(hear(...stretches).verdict).toBe(verdict)
})

test('a machine can be spoken to once it is quiet, or greets for ever', () => {
  expect(hear(3_000, -1_000).greetingEnded).toBe(false)
  expect(hear(3_000, -1_200).greetingEnded).toBe(true)
  expect(hear(31_000).greetingEnded).toBe(true)
  expect(hear(600, -5_000).greetingEnded).toBe(false)
})
