import { expect, test } from 'vitest'
import { measuresOf } from '../../../test/talks.ts'

test.each([
  // um, you know, actually; 10 words.
  ['en', 'Um, you know, it is actually ready for you today.', 3, 10],
  ['en', 'I know what you mean.', 0, 5],
  ['en', 'Uh uh umm.', 3, 3],
  // euh, du coup, en fait; 8 words.
  ['fr', 'Euh, du coup, c’est en fait très simple.', 3, 8],
  ['fr', 'Les faits sont là.', 0, 4],
  // يعني twice; 5 words.
  ['ar', 'يعني هذا يعني سهل جدا', 2, 5],
])('%s: fillers in “%s”', (language, text, count, words) => {
  const measures = measuresOf([[1, 0, 10, text]], { language })
  expect(measures.filler_count).toMatchObject({ value: count, sample: words })
  expect(measures.filler_rate.value).toBeCloseTo((100 * count) / words, 6)
})

test('words a minute are those of our side by its own talk time', () => {
  const measures = measuresOf([
    // 6 words in 2 s, 3 in 1 s: 9 words in 3 s are 180 a minute.
    [1, 0, 2, 'one two three four five six'],
    [2, 2, 60, 'slow'],
    [1, 60, 61, 'seven eight nine'],
  ])
  expect(measures.words_per_minute).toMatchObject({ value: 180, sample: 9, estimated: false })
})

test('words that take no time have no pace', () => {
  expect(measuresOf([[1, 5, 5, 'one two']]).words_per_minute).toMatchObject({
    value: null,
    reason: 'nothing_to_measure',
  })
})
