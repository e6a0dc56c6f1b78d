import { expect, test } from 'vitest'
import { mergeFound, queriesOf } from './query-rules.ts'

test.for<[question: string, others: string[], queries: string[]]>([
  [
    'What are your opening hours and do you deliver to Lyon?',
    [],
    [
      'What are your opening hours and do you deliver to Lyon?',
      'What are your opening hours',
      'do you deliver to Lyon',
      'opening hours deliver Lyon',
    ],
  ],
  ['opening hours', [], ['opening hours']],
  ['When is it open?', ['opening hours'], ['When is it open?', 'opening hours']],
  ['price', [], ['price']],
  ['', [], ['']],
])('%s', ([question, others, queries]) => {
  expect(queriesOf(question, others)).toEqual(queries)
})

test('what is found by several wordings comes first, and once', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((text) => ({ text }))
  if (!a || !b || !c) throw new Error('There are three.')
  expect(mergeFound([[a, b], [b, c], []], 2)).toEqual([b, a])
})
