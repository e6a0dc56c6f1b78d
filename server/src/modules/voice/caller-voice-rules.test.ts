import { expect, test } from 'vitest'
import { genderOf, speakerAt, type Speakers } from './caller-voice-rules.ts'

test.for([
  [95, 'male'],
  [149, 'male'],
  [160, undefined],
  [180, 'female'],
  [240, 'female'],
] as const)('a voice of %i Hz', ([hertz, gender]) => {
  expect(genderOf(hertz)).toBe(gender)
})

test.for([
  ['one person whose voice rises and falls', [120, 135, 110, 140], [0, 0, 0, 0]],
  ['two people who take turns', [120, 210, 125, 200, 115], [0, 1, 0, 1, 0]],
  ['a child joins them', [120, 210, 300, 205], [0, 1, 2, 1]],
] as const)('%s', ([, heard, expected]) => {
  let speakers: Speakers = []
  const told = heard.map((hertz) => {
    const next = speakerAt(speakers, hertz)
    speakers = next.speakers
    return next.speaker
  })
  expect(told).toEqual(expected)
})
