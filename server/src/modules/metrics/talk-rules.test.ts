import { expect, test } from 'vitest'
import { type Line, measuresOf } from '../../../test/talks.ts'
import { union } from './talk-rules.ts'

test.each<{ name: string; lines: Line[]; share: number; ratio: number | null }>([
  // 30 s of ours, 30 s of theirs; the 40 s of silence between them are in neither.
  {
    name: 'half each, with silence between',
    lines: [
      [1, 0, 30, 'a'],
      [2, 70, 100, 'b'],
    ],
    share: 0.5,
    ratio: 1,
  },
  // 43 of 100 s; 43/57 = 0.754386.
  {
    name: '43:57',
    lines: [
      [1, 0, 43, 'a'],
      [2, 43, 100, 'b'],
    ],
    share: 0.43,
    ratio: 0.754386,
  },
  // Ours 0–10 and 5–15 are 15 s, not 20; theirs 10–15 are 5 s: 15/20.
  {
    name: 'own segments that overlap count once, others’ twice',
    lines: [
      [1, 0, 10, 'a'],
      [1, 5, 15, 'b'],
      [2, 10, 15, 'c'],
    ],
    share: 0.75,
    ratio: 3,
  },
  // Ours 10, theirs 10, of somebody on no side 20: 10/40.
  {
    name: 'speakers on no side are in the denominator',
    lines: [
      [1, 0, 10, 'a'],
      [2, 10, 20, 'b'],
      [3, 20, 40, 'c'],
    ],
    share: 0.25,
    ratio: 1,
  },
  { name: 'a monologue', lines: [[1, 0, 10, 'a']], share: 1, ratio: null },
])('talk share of the rep: $name', ({ lines, share, ratio }) => {
  const { rep_share, talk_listen_ratio } = measuresOf(lines)
  expect(rep_share).toMatchObject({ value: share, unit: 'share', estimated: false })
  expect(talk_listen_ratio.value).toBe(ratio)
  expect(talk_listen_ratio.reason).toBe(ratio === null ? 'no_customer' : null)
})

test.each<{ name: string; lines: Line[]; duration: number; speech: number; silence: number }>([
  // First word at 5, last at 25: 20 s. Speech 10 + 5. Silence 15–20: 5/20.
  {
    name: 'what is before the first word does not count',
    lines: [
      [1, 5, 15, 'a'],
      [2, 20, 25, 'b'],
    ],
    duration: 20,
    speech: 15,
    silence: 0.25,
  },
  // 0–10 and 8–12: 14 s of speech in 12 s without silence.
  {
    name: 'speech at once counts twice as speech, never as less than no silence',
    lines: [
      [1, 0, 10, 'a'],
      [2, 8, 12, 'b'],
    ],
    duration: 12,
    speech: 14,
    silence: 0,
  },
])('duration, speech and silence: $name', ({ lines, duration, speech, silence }) => {
  expect(measuresOf(lines)).toMatchObject({
    duration: { value: duration, sample: lines.length },
    talk_seconds: { value: speech },
    silence_share: { value: silence },
  })
})

test.each<{ name: string; lines: Line[]; overlap: number }>([
  // Both talk 8–10: 2 s of the 12 in which anybody does.
  {
    name: 'two',
    lines: [
      [1, 0, 10, 'one thing'],
      [2, 8, 12, 'another thing'],
    ],
    overlap: 0.166667,
  },
  // A “yeah” within 0–10 and between two of ours is a back-channel.
  {
    name: 'back-channels are none',
    lines: [
      [1, 0, 10, 'one thing'],
      [2, 4, 5, 'yeah'],
      [1, 10, 20, 'another thing'],
    ],
    overlap: 0,
  },
  // Three at once are not more than two: 5–10 of 10.
  {
    name: 'three',
    lines: [
      [1, 0, 10, 'one thing'],
      [2, 5, 10, 'another thing'],
      [3, 5, 10, 'a third thing'],
    ],
    overlap: 0.5,
  },
])('overlap of $name', ({ lines, overlap }) => {
  expect(measuresOf(lines).overlap_share.value).toBe(overlap)
})

test('shares by words stand in where times were guessed', () => {
  const lines: Line[] = [
    [1, 0, 1, 'one two three'],
    [2, 1, 2, 'one'],
  ]
  const measures = measuresOf(lines, { timing: 'estimated', durationMs: 120_000 })
  expect(measures).toMatchObject({
    // 3 of 4 words.
    rep_share: { value: 0.75, estimated: true },
    duration: { value: 120, estimated: true },
    talk_seconds: { value: null, reason: 'no_times' },
    silence_share: { value: null, reason: 'no_times' },
  })
  expect(measuresOf(lines, { timing: 'estimated' }).duration).toMatchObject({ reason: 'no_times' })
})

test('spans that touch or overlap become one', () => {
  const span = (startMs: number, endMs: number) => ({ startMs, endMs })
  expect(union([span(5, 9), span(0, 5), span(20, 21), span(6, 7)])).toEqual([
    span(0, 9),
    span(20, 21),
  ])
})
