import { expect, test } from 'vitest'
import { mainLanguage, meanConfidence, merge, rolesOf } from './merge-rules.ts'

const spoken = (startMs: number, text: string, confidence: number | null = null) => ({
  startMs,
  endMs: startMs + 1_000,
  text,
  confidence,
  words: null,
})

test.each([
  [{ channels: 1 }, ['unknown']],
  [{ channels: 2 }, ['rep', 'customer']],
  [{ channels: 2, areAlike: true }, ['unknown']],
  [{ channels: 2, direction: 'outbound' as const }, ['rep', 'customer']],
  [{ channels: 2, direction: 'inbound' as const }, ['customer', 'rep']],
  [{ channels: 2, direction: 'inbound' as const, repChannel: 1 as const }, ['rep', 'customer']],
  [{ channels: 2, repChannel: 2 as const }, ['customer', 'rep']],
])('of %j the channels are %j', (given, roles) => {
  const plain = { areAlike: false, repChannel: null, direction: null }
  expect(rolesOf({ ...plain, ...given })).toEqual(roles)
})

test('channels are brought into one order, and speakers counted by their first words', () => {
  const { channels, segments } = merge([
    { channel: 1, segments: [spoken(2_000, 'It depends.')] },
    { channel: 2, segments: [spoken(0, 'Price?'), spoken(5_000, 'On what?')] },
  ])
  expect(channels).toEqual([2, 1])
  expect(segments.map(({ speaker, text }) => [speaker, text])).toEqual([
    [1, 'Price?'],
    [2, 'It depends.'],
    [1, 'On what?'],
  ])
})

test('silence has no speakers, no confidence and no language', () => {
  expect(merge([{ channel: 1, segments: [] }])).toEqual({ channels: [], segments: [] })
  expect(meanConfidence([])).toBeNull()
  expect(mainLanguage([{ language: null, segments: [] }])).toBeNull()
})

test('the language is that of most of what was said', () => {
  expect(
    mainLanguage([
      { language: 'fr', segments: [spoken(0, 'Oui.')] },
      { language: 'en', segments: [spoken(0, 'That is rather a lot of money.')] },
    ]),
  ).toBe('en')
  expect(meanConfidence([spoken(0, 'a', 0.5), spoken(0, 'b', 1), spoken(0, 'c')])).toBe(0.75)
})
