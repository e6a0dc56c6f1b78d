import { expect, test } from 'vitest'
import { type Line, transcriptOf } from '../../../test/talks.ts'
import { toTalk } from './segment-rules.ts'

const backchannels = (lines: Line[], language = 'en') =>
  toTalk(transcriptOf(lines, { language })).utterances.map(({ isBackchannel }) => isBackchannel)

test.each<{ name: string; language?: string; text: string; before?: string; is: boolean }>([
  { name: 'yes', text: 'Yeah, right.', is: true },
  { name: 'oui', language: 'fr', text: 'Oui, d’accord.', is: true },
  { name: 'na’am', language: 'ar', text: 'نعم، تمام', is: true },
  { name: 'an answer', text: 'Yes.', before: 'Do you agree?', is: false },
  { name: 'a sentence', text: 'Yes, the price.', is: false },
  { name: 'too many words', text: 'Yes yes yes yes yes.', is: false },
  { name: 'a language without lists', language: 'de', text: 'Ja.', is: false },
])('back-channels: $name', ({ language, text, before = 'So we went on.', is }) => {
  const lines: Line[] = [
    [1, 0, 5, before],
    [2, 5, 6, text],
    [1, 6, 9, 'And then it ended.'],
  ]
  expect(backchannels(lines, language)).toEqual([false, is, false])
})

test('a word between two others, or at an end, is no back-channel', () => {
  const lines: Line[] = [
    [2, 0, 1, 'Yeah.'],
    [1, 1, 5, 'So we went on.'],
    [2, 5, 6, 'Yeah.'],
    [3, 6, 9, 'And I went home.'],
    [2, 9, 10, 'Okay.'],
  ]
  expect(backchannels(lines)).toEqual([false, false, false, false, false])
})

const sides = (kinds: string[]) => {
  const lines = kinds.map((_, index): Line => [index + 1, index, index + 1, 'words'])
  const speakers = kinds.map((kind, index) => ({
    number: index + 1,
    kind: kind as 'rep' | 'customer' | 'agent' | 'unknown',
  }))
  const { speakers: found, isSideGuessed } = toTalk(transcriptOf(lines, { speakers }))
  return { sides: [...found.values()].map(({ side }) => side), isSideGuessed }
}

test.each([
  [['rep', 'customer'], ['ours', 'theirs'], []],
  [['agent', 'customer'], ['ours', 'theirs'], []],
  [['rep', 'unknown'], ['ours', 'theirs'], ['theirs']],
  [['unknown', 'customer', 'unknown'], ['ours', 'theirs', 'ours'], ['ours']],
  [['rep', 'customer', 'unknown'], ['ours', 'theirs', 'unknown'], []],
  [['unknown', 'unknown'], ['unknown', 'unknown'], []],
])('%j stand on the sides %j', (kinds, expected, guessed) => {
  const found = sides(kinds)
  expect(found.sides).toEqual(expected)
  expect(Object.entries(found.isSideGuessed).filter(([, is]) => is)).toEqual(
    guessed.map((side) => [side, true]),
  )
})

test('ends are derived from the next beginning, but not over silence', () => {
  const talk = toTalk(
    transcriptOf(
      [
        [1, 0, 99, 'one two three'],
        [2, 2, 99, 'one two'],
        [1, 60, 99, 'one two three four five'],
      ],
      { timing: 'start' },
    ),
  )
  // The next one begins at 2 s; two words take at most 1 + 2 × 0.6 s; the last five 5 × 0.4 s.
  expect(talk.utterances.map(({ endMs }) => endMs)).toEqual([2_000, 4_200, 62_000])
  expect(talk.precision).toBe('starts')
})

test('segments with an end missing are as good as beginnings', () => {
  const lines: Line[] = [
    [1, 0, 5, 'one'],
    [2, 5, null, 'two'],
  ]
  expect(toTalk(transcriptOf(lines)).precision).toBe('starts')
})
