import { expect, test } from 'vitest'
import { cuesOf } from './cue-rules.ts'

const long =
  'Had he married a more amiable woman, he might have been made still more respectable than he was, unless to be rather cold-hearted and rather selfish, is to be ill-disposed. No.'

const cases: readonly [what: string, text: string, pieces: readonly string[]][] = [
  ['nothing', '', ['']],
  ['a short sentence', 'It depends, I think.', ['It depends, I think.']],
  [
    'a long one',
    long,
    [
      'Had he married a more amiable woman, he might have been made still more respectable',
      'than he was, unless to be rather cold-hearted and rather selfish,',
      'is to be ill-disposed. No.',
    ],
  ],
  ['a word without end', 'a'.repeat(200), ['a'.repeat(200)]],
]
test.for(cases)('%s', ([, text, pieces]) => {
  expect(cuesOf({ start_ms: 0, end_ms: 1_000, text }).map((cue) => cue.text)).toEqual(pieces)
})

test('pieces follow one another without a gap, each as long as its text', () => {
  const cues = cuesOf({ start_ms: 1_000, end_ms: 18_400, text: long })
  expect(cues.map((cue) => cue.start_ms)).toEqual([
    1_000,
    ...cues.slice(0, -1).map((c) => c.end_ms),
  ])
  expect(cues.at(-1)?.end_ms).toBe(18_400)
  const speeds = cues.map((cue) => cue.text.length / (cue.end_ms - cue.start_ms))
  for (const speed of speeds) expect(speed).toBeCloseTo(0.01, 3)
})
