import { expect, test } from 'vitest'
import { type Line, measuresOf } from '../../../test/talks.ts'

test.each<{ name: string; lines: Line[]; longest: number; position: number; over10: number }>([
  {
    // 0–8 and 9–20 are one turn of 20 s; the 1 s between belongs to it.
    name: 'segments of one turn add up',
    lines: [
      [1, 0, 8, 'our company'],
      [1, 9, 20, 'has offices'],
      [2, 20, 25, 'where exactly'],
      [1, 25, 30, 'in Lyon'],
    ],
    longest: 20,
    position: 0,
    over10: 1,
  },
  {
    name: 'a back-channel ends no turn',
    lines: [
      [1, 0, 8, 'our company'],
      [2, 8, 9, 'mhm'],
      [1, 9, 20, 'has offices'],
    ],
    longest: 20,
    position: 0,
    over10: 1,
  },
  {
    name: 'an answer of one word ends the turn of who asked',
    lines: [
      [1, 0, 8, 'is that clear?'],
      [2, 8, 9, 'yes'],
      [1, 9, 20, 'then I go on'],
    ],
    longest: 11,
    position: 2,
    over10: 1,
  },
  {
    // Silence of 11 s: 0–8 and 19–25.
    name: 'long silence ends a turn',
    lines: [
      [1, 0, 8, 'hello there'],
      [1, 19, 25, 'anybody home'],
    ],
    longest: 8,
    position: 0,
    over10: 0,
  },
  {
    // 12, 15 and 11 s are over 10.
    name: 'each long turn counts',
    lines: [
      [1, 0, 12, 'one thing'],
      [2, 12, 14, 'tell us'],
      [1, 14, 29, 'two things'],
      [2, 29, 31, 'tell us'],
      [1, 31, 42, 'three things'],
    ],
    longest: 15,
    position: 2,
    over10: 3,
  },
])('monologues: $name', ({ lines, longest, position, over10 }) => {
  expect(measuresOf(lines, { monologueSeconds: 10 })).toMatchObject({
    longest_monologue: { value: longest, position },
    monologue_count: { value: over10 },
  })
})

test.each<{ name: string; lines: Line[]; story: number; position: number }>([
  {
    // From 5 to 60: five words of ours in between.
    name: 'goes on over a short remark',
    lines: [
      [1, 0, 5, 'tell us'],
      [2, 5, 30, 'it began in May'],
      [1, 30, 32, 'that must have been hard'],
      [2, 32, 60, 'it was and then'],
    ],
    story: 55,
    position: 1,
  },
  {
    // Eleven words of ours: 25 s and 28 s.
    name: 'ends with more than ten words of others',
    lines: [
      [2, 5, 30, 'it began in May'],
      [1, 30, 32, 'one two three four five six seven eight nine ten eleven'],
      [2, 32, 60, 'it was and then'],
    ],
    story: 28,
    position: 2,
  },
  {
    // 20 s of silence: 10 s and 15 s.
    name: 'ends with silence',
    lines: [
      [2, 0, 10, 'it began in May'],
      [1, 10, 11, 'and so'],
      [2, 31, 46, 'it was and then'],
    ],
    story: 15,
    position: 2,
  },
])('a customer’s story $name', ({ lines, story, position }) => {
  expect(measuresOf(lines).longest_customer_story).toMatchObject({ value: story, position })
})

test.each<{ name: string; lines: Line[]; perMinute: number }>([
  {
    // 1→2, 2→1, 1→2 in 60 s.
    name: 'three changes in a minute',
    lines: [
      [1, 0, 10, 'one thing'],
      [2, 10, 30, 'another thing'],
      [1, 30, 40, 'a third'],
      [2, 40, 60, 'a fourth'],
    ],
    perMinute: 3,
  },
  {
    // 1→2 in 30 s.
    name: 'segments of one speaker are no change',
    lines: [
      [1, 0, 10, 'one thing'],
      [1, 10, 20, 'another thing'],
      [2, 20, 30, 'a third'],
    ],
    perMinute: 2,
  },
])('interactivity: $name', ({ lines, perMinute }) => {
  expect(measuresOf(lines).interactivity).toMatchObject({ value: perMinute, unit: 'per_minute' })
})

test.each<{ name: string; lines: Line[]; median: number; answers: number }>([
  {
    // Gaps 0.5, 1 and 3 s.
    name: 'the middle one of three gaps',
    lines: [
      [2, 0, 1, 'first question'],
      [1, 1.5, 3, 'first answer'],
      [2, 3, 4, 'second question'],
      [1, 7, 8, 'second answer'],
      [2, 8, 9, 'third question'],
      [1, 10, 11, 'third answer'],
    ],
    median: 1,
    answers: 3,
  },
  {
    // Gaps 0 (begun 0.5 s before the end) and 2 s: (0 + 2) / 2.
    name: 'beginning early is no gap; of two the mean',
    lines: [
      [2, 0, 2, 'first question'],
      [1, 1.5, 3, 'first answer'],
      [2, 3, 4, 'second question'],
      [1, 6, 7, 'second answer'],
    ],
    median: 1,
    answers: 2,
  },
])('patience: $name', ({ lines, median, answers }) => {
  expect(measuresOf(lines).patience).toMatchObject({ value: median, sample: answers })
})

test('patience is null when we never answer', () => {
  const measures = measuresOf([
    [1, 0, 1, 'hello there'],
    [2, 2, 3, 'go on'],
  ])
  expect(measures.patience).toMatchObject({ value: null, reason: 'nothing_to_measure', sample: 0 })
})

test.each<{ name: string; lines: Line[]; ours: number; theirs: number }>([
  {
    name: 'we begin within their sentence',
    lines: [
      [2, 0, 10, 'what I need is'],
      [1, 5, 7, 'we have that'],
    ],
    ours: 1,
    theirs: 0,
  },
  {
    name: 'they begin within ours, twice',
    lines: [
      [1, 0, 10, 'our company has'],
      [2, 3, 4, 'what does it cost'],
      [2, 6, 7, 'the price please'],
    ],
    ours: 0,
    theirs: 2,
  },
  {
    name: 'a back-channel is none',
    lines: [
      [2, 0, 10, 'what I need is'],
      [1, 5, 6, 'right'],
      [2, 10, 12, 'a new tool'],
    ],
    ours: 0,
    theirs: 0,
  },
  {
    // 0.2 s of speaking at once.
    name: 'times that are off by a little are none',
    lines: [
      [2, 0, 10, 'what I need is'],
      [1, 9.8, 12, 'we have that'],
    ],
    ours: 0,
    theirs: 0,
  },
  {
    name: 'beginning together is none',
    lines: [
      [2, 0, 10, 'what I need is'],
      [1, 0.2, 5, 'we have that'],
    ],
    ours: 0,
    theirs: 0,
  },
])('interruptions: $name', ({ lines, ours, theirs }) => {
  expect(measuresOf(lines)).toMatchObject({
    interruptions: { value: ours },
    interruptions_by_customer: { value: theirs },
  })
})
