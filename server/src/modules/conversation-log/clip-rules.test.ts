import { expect, test } from 'vitest'
import { type Passage, saidWithin } from './clip-rules.ts'

const passage = (startMs: number, endMs: number, words: Passage['words'] = null): Passage => ({
  speaker: 1,
  startMs,
  endMs,
  text: 'All of it.',
  words,
})
const part = { startMs: 1_000, endMs: 2_000 }

test.each([
  ['within', passage(1_000, 2_000), 'All of it.'],
  ['mostly within', passage(600, 1_800), 'All of it.'],
  ['mostly outside', passage(0, 1_400), undefined],
  ['before', passage(0, 1_000), undefined],
])('a passage that lies %s', (_, said, text) => {
  expect(saidWithin([said], part)[0]?.text).toBe(text)
})

test('where words have times, only those within are told', () => {
  const words: Passage['words'] = [
    ['secret', 0, 900, null],
    ['we', 1_000, 1_300, null],
    ['agree', 1_300, 1_900, null],
    ['hush', 1_900, 2_400, null],
  ]
  expect(saidWithin([passage(0, 2_400, words)], part)).toEqual([
    { speaker: 1, start_ms: 1_000, end_ms: 1_900, text: 'we agree' },
  ])
})
