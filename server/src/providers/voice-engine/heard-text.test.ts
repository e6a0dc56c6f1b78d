import { expect, test } from 'vitest'
import { heardText, type Sentence } from './heard-text.ts'

const sentences: readonly Sentence[] = [
  { text: 'Good morning.', startMs: 0 },
  { text: 'Your order left on Monday.', startMs: 1_000 },
]

test.for([
  [0, ''],
  [300, ''],
  [500, 'Good'],
  [1_000, 'Good morning.'],
  [1_500, 'Good morning. Your'],
  [2_999, 'Good morning. Your order left on'],
  [3_000, 'Good morning. Your order left on Monday.'],
  [9_000, 'Good morning. Your order left on Monday.'],
] as const)('after %d ms of three seconds was heard: %s', ([heardMs, text]) => {
  expect(heardText(sentences, 3_000, heardMs)).toBe(text)
})

test('a sentence that is still being made is not taken to be as short as what there is of it', () => {
  const long = { text: 'one two three four five six seven eight nine ten eleven', startMs: 0 }
  expect(heardText([long], 200, 190)).toBe('')
  expect(heardText([long], 200, 1_900)).toBe('one two three four five six')
})

test('nothing was said, so nothing was heard', () => {
  expect(heardText([], 0, 500)).toBe('')
})
