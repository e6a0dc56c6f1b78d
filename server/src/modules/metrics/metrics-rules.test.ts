import {
  metricDefinitions,
  metricNames,
  type MetricUnit,
  TranscriptMetrics,
} from '@parley/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, measuresOf, transcriptOf } from '../../../test/talks.ts'
import { measureTranscript } from './metrics-rules.ts'
import type { Transcript } from './segment-rules.ts'

const options = { monologueSeconds: 60 }

const phrase = fc.constantFrom(
  'What is your problem?',
  'Yeah.',
  'It is not good.',
  'I will send you the offer',
  'Um, tell me more.',
  'Hello',
  '…',
  '',
)
const segment = fc.record({
  speaker: fc.integer({ min: 1, max: 4 }),
  startMs: fc.integer({ min: 0, max: 100_000 }),
  endMs: fc.option(fc.integer({ min: 0, max: 100_000 }), { freq: 20 }),
  text: phrase,
})
const transcript: fc.Arbitrary<Transcript> = fc.record({
  timing: fc.constantFrom('word', 'segment', 'start', 'estimated'),
  hasSpeakers: fc.boolean(),
  language: fc.constantFrom('en', 'fr', 'ar', 'de', null),
  durationMs: fc.option(fc.integer({ min: 0, max: 200_000 })),
  speakers: fc.constant([
    { number: 1, kind: 'rep' as const },
    { number: 2, kind: 'customer' as const },
    { number: 3, kind: 'unknown' as const },
  ]),
  segments: fc
    .array(segment, { maxLength: 30 })
    .map((all) => all.map((one, position) => ({ ...one, position }))),
})

test('metrics of any transcript are what the contract says, never negative, never beyond', () => {
  fc.assert(
    fc.property(transcript, (any) => {
      const { language: _, ...metrics } = measureTranscript(any, options)
      expect(TranscriptMetrics.parse(metrics)).toEqual(metrics)
      for (const name of metricNames) {
        const { value, unit, reason } = metrics.measures[name]
        expect(unit).toBe(metricDefinitions[name].unit)
        // A value or a reason, never both, never neither.
        expect(value === null, name).toBe(reason !== null)
        expect(isPossible(value, unit), `${name} ${String(value)}`).toBe(true)
      }
    }),
  )
})

function isPossible(value: number | boolean | null, unit: MetricUnit): boolean {
  if (typeof value !== 'number') return true
  const most = unit === 'share' || unit === 'polarity' ? 1 : Number.MAX_VALUE
  return value >= (unit === 'polarity' ? -1 : 0) && value <= most
}

test('talk shares of the speakers add up to 1', () => {
  fc.assert(
    fc.property(transcript, (any) => {
      const { speakers } = measureTranscript(any, options)
      const shares = speakers.flatMap(({ talk_share: { value } }) =>
        value === null ? [] : [value],
      )
      if (shares.length === 0) return
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4)
    }),
  )
})

test('the order in which segments come makes no difference', () => {
  const shuffled = transcript.chain((one) =>
    fc
      .shuffledSubarray([...one.segments], { minLength: one.segments.length })
      .map((segments) => ({ one, other: { ...one, segments } })),
  )
  fc.assert(
    fc.property(shuffled, ({ one, other }) => {
      expect(measureTranscript(other, options)).toEqual(measureTranscript(one, options))
    }),
  )
})

test('open and closed questions are all questions', () => {
  fc.assert(
    fc.property(transcript, (any) => {
      const { measures } = measureTranscript(any, options)
      const { question_count, open_question_count, closed_question_count } = measures
      const sum = (open_question_count.value ?? 0) + (closed_question_count.value ?? 0)
      expect(sum).toBe(question_count.value ?? 0)
    }),
  )
})

test('of nothing there is nothing to tell', () => {
  const empty = measureTranscript(transcriptOf([]), options)
  expect(empty.speakers).toEqual([])
  expect(empty.sentiment_curve).toEqual([])
  for (const name of metricNames) {
    expect(empty.measures[name], name).toMatchObject({ value: null, reason: 'no_words' })
  }
})

test('one voice that nobody told apart has no share of the talk', () => {
  const measures = measuresOf([[1, 0, 10, 'What do you need? I will send it.']], {
    hasSpeakers: false,
    speakers: [{ number: 1, kind: 'rep' }],
  })
  expect(measures).toMatchObject({
    rep_share: { reason: 'speakers_not_told_apart' },
    question_count: { reason: 'speakers_not_told_apart' },
    interactivity: { reason: 'speakers_not_told_apart' },
    duration: { value: 10 },
    next_step: { value: true },
  })
})

test('Fathom’s seconds give estimates, and null for what they cannot give', () => {
  const measures = measuresOf(
    [
      [1, 0, null, 'Hello Nadia, what do you need?'],
      [2, 3, null, 'A tool that is not slow.'],
      [1, 6, null, 'I will send you an offer. Bye.'],
    ],
    { timing: 'start' },
  )
  expect(measures).toMatchObject({
    // 3 s, 3 s, and seven words of 0.4 s: 5.8 of 8.8 s.
    duration: { value: 8.8, estimated: true },
    rep_share: { value: 0.659091, estimated: true },
    longest_monologue: { value: 3, estimated: true },
    // 13 words in 5.8 s.
    words_per_minute: { value: 134.482759, estimated: true },
    interactivity: { value: 13.636364, estimated: true },
    question_count: { value: 1, estimated: false },
    question_rate: { estimated: true },
    patience: { value: null, reason: 'no_end_times' },
    interruptions: { value: null, reason: 'no_end_times' },
    overlap_share: { value: null, reason: 'no_end_times' },
    silence_share: { value: null, reason: 'no_end_times' },
  })
})

test('speakers beyond the first fifty by talk time are left out of the table', () => {
  const lines = Array.from({ length: 60 }, (_, index): Line => [index + 1, index, index + 1, 'one'])
  const { speakers } = measureTranscript(transcriptOf([...lines, [60, 100, 200, 'two']]), options)
  expect(speakers).toHaveLength(50)
  expect(speakers.at(-1)).toMatchObject({ speaker: 60, side: 'unknown' })
})

test.each<[name: string, line: (index: number) => Line]>([
  ['in turns', (at) => [1 + (at % 2), at, at + 1, 'What is it?']],
  ['all at once', (at) => [1 + (at % 2), 0, 100_000 - at, 'Great stuff.']],
  ['of no length', (at) => [1 + (at % 2), 5, 5, 'Um.']],
  ['from the end', (at) => [1 + (at % 2), 50_000 - at, 50_001 - at, 'Yes.']],
  ['each by another', (at) => [at + 1, at / 2, at + 9, 'I will send it.']],
])('fifty thousand segments %s are measured', (_name, line) => {
  const lines = Array.from({ length: 50_000 }, (__, index) => line(index))
  const { measures } = measureTranscript(transcriptOf(lines), options)
  expect(measures.duration.sample).toBe(50_000)
})
