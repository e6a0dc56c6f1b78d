import { expect, test } from 'vitest'
import { type Line, measuresOf, transcriptOf } from '../../../test/talks.ts'
import { measureTranscript } from './metrics-rules.ts'

test.each([
  ['en', 'This is great.', 1],
  ['en', 'This is not very good.', -1],
  ['en', 'I don’t have a problem.', 1],
  // No is a sentence of its own.
  ['en', 'No, that is perfect.', 1],
  // One each.
  ['en', 'Great tool, but too slow.', 0],
  // Two of three are negative: (1 − 2) / 3.
  ['en', 'A useful tool. It is slow and expensive.', -0.333333],
  ['fr', 'C’est parfait.', 1],
  ['fr', 'Ce n’est pas bien.', -1],
  ['fr', 'C’est cher et compliqué.', -1],
  ['fr', 'Aucun souci.', 1],
  ['ar', 'هذا ممتاز', 1],
  ['ar', 'ليس جيدا، هذه مشكلة', -1],
  ['ar', 'لا توجد مشكلة', 1],
])('%s: “%s” is %f', (language, text, value) => {
  const { sentiment } = measuresOf([[2, 0, 10, text]], { language })
  expect(sentiment).toMatchObject({ value, estimated: true })
})

test('words that tell nothing give no sentiment', () => {
  expect(measuresOf([[2, 0, 10, 'On Tuesday.']]).sentiment).toMatchObject({
    value: null,
    reason: 'nothing_to_measure',
    sample: 0,
  })
})

test('the customer’s sentiment is not ours', () => {
  const measures = measuresOf([
    [1, 0, 10, 'Great, perfect, wonderful.'],
    [2, 10, 20, 'It is too expensive.'],
  ])
  expect(measures).toMatchObject({
    // (3 − 1) / 4
    sentiment: { value: 0.5, sample: 4 },
    customer_sentiment: { value: -1, sample: 1 },
  })
})

test('the curve has ten parts of as many words each', () => {
  // 20 words, so two a part: the first part is good, the last is bad.
  const lines: Line[] = [
    [1, 0, 10, 'good morning three four five six seven eight nine ten'],
    [2, 10, 20, 'one two three four five six seven eight very bad'],
  ]
  const curve = (more: object) =>
    measureTranscript(transcriptOf(lines, more), { monologueSeconds: 60 }).sentiment_curve
  const timed = curve({})
  expect(timed).toHaveLength(10)
  expect(timed.map(({ value }) => value)).toEqual([1, ...Array(8).fill(null), -1])
  expect(timed[0]).toEqual({ start_ms: 0, end_ms: 10_000, value: 1, sample: 1 })
  expect(timed[9]).toMatchObject({ start_ms: 10_000, end_ms: 20_000 })
  expect(curve({ timing: 'estimated' })[0]).toMatchObject({ start_ms: null, value: 1 })
  expect(curve({ language: 'de' })).toEqual([])
})
