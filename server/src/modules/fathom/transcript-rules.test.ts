import { expect, test } from 'vitest'
import { transcriptOf, withTimes } from './transcript-rules.ts'

const items = [
  {
    speaker: { display_name: 'Ada', matched_calendar_invitee_email: 'Ada@Example.com' },
    text: ' Hello ',
    timestamp: '00:00:05',
  },
  { speaker: { display_name: 'Bo' }, text: 'Hi', timestamp: '00:01:00' },
]
const read = [
  { name: 'Ada', email: 'ada@example.com', startMs: 5_000, text: 'Hello' },
  { name: 'Bo', startMs: 60_000, text: 'Hi' },
]

test.each([
  ['items', items, read],
  ['items as JSON', JSON.stringify(items), read],
  [
    'timed lines',
    '[00:00:05] Ada: Hello\n[00:01:00] Bo: Hi\nthere',
    [
      { name: 'Ada', startMs: 5_000, text: 'Hello' },
      { name: 'Bo', startMs: 60_000, text: 'Hi\nthere' },
    ],
  ],
  [
    'heads with lines below',
    '0:05 - Ada (Acme)\n  Hello\n1:00 - Bo\n  Hi',
    [
      { name: 'Ada', startMs: 5_000, text: 'Hello' },
      { name: 'Bo', startMs: 60_000, text: 'Hi' },
    ],
  ],
  [
    'names only',
    'Ada Lovelace: Hello\nBo: Hi: all',
    [
      { name: 'Ada Lovelace', text: 'Hello' },
      { name: 'Bo', text: 'Hi: all' },
    ],
  ],
  ['plain text', 'we talked: a lot\nabout things', [{ text: 'we talked: a lot\nabout things' }]],
  ['plaintext in an object', { plaintext: 'Bo: Hi' }, [{ name: 'Bo', text: 'Hi' }]],
  ['nothing', null, []],
])('%s are read', (_, given, expected) => {
  expect(transcriptOf(given, () => {})).toEqual(expected)
})

test('items without text are counted, and the others kept', () => {
  const problems: string[] = []
  const lines = transcriptOf([items[0], { text: 5 }, 'x'], (sentence) => problems.push(sentence))
  expect(lines).toHaveLength(1)
  expect(problems).toEqual(['2 items of the transcript have no text.'])
})

test('a line ends where the next begins, and the last one when its words are said', () => {
  const { lines, timing } = withTimes(read.toReversed(), 30)
  expect(timing).toBe('start')
  expect(lines.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [5_000, 60_000],
    [60_000, 60_400],
  ])
})

test('without times lines follow each other as fast as people speak', () => {
  const { lines, timing } = withTimes([{ text: 'one two' }, { text: 'three' }], undefined)
  expect(timing).toBe('estimated')
  expect(lines.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [0, 800],
    [800, 1_200],
  ])
})
