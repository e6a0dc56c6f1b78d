import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SrtOptions } from '@parley/contract'
import { type SpokenSegment, toSrt } from './srt-rules.ts'

const options = SrtOptions.parse({})
const said = (startMs: number, endMs: number, text: string, speaker = 1): SpokenSegment => ({
  startMs,
  endMs,
  text,
  speaker,
  words: null,
})

type Cue = { start: number; end: number; lines: string[] }

function cuesOf(srt: string): Cue[] {
  return srt
    .split('\n\n')
    .filter(Boolean)
    .map((block) => {
      const [, times = '', ...lines] = block.trimEnd().split('\n')
      const [start = 0, end = 0] = times.split(' --> ').map((time) => {
        const [h = 0, m = 0, s = 0] = time.replace(',', '.').split(':').map(Number)
        return Math.round((h * 3_600 + m * 60 + s) * 1_000)
      })
      return { start, end, lines }
    })
}

test('speech becomes numbered subtitles with times', () => {
  const srt = toSrt([said(500, 1_900, 'Good morning.'), said(3_661_500, 3_663_000, 'Bye.')], options)
  expect(srt).toBe(
    '1\n00:00:00,500 --> 00:00:01,900\nGood morning.\n\n2\n01:01:01,500 --> 01:01:03,000\nBye.\n',
  )
  expect(toSrt([], options)).toBe('')
})

test('words with times are shown when they are said', () => {
  const segment: SpokenSegment = {
    ...said(0, 3_000, 'one two'),
    words: [
      ['one', 0, 400],
      ['two', 2_000, 2_400],
    ],
  }
  expect(cuesOf(toSrt([segment], options)).map(({ start }) => start)).toEqual([0, 2_000])
})

test('speakers are apart, unless they may share a subtitle', () => {
  const talk = [said(0, 500, 'Price?'), said(600, 1_200, 'Ten.', 2)]
  expect(cuesOf(toSrt(talk, options))).toHaveLength(2)
  const shared = toSrt(talk, { ...options, singleSpeakerPerSubtitle: false })
  expect(cuesOf(shared).map(({ lines }) => lines)).toEqual([['Price? Ten.']])
})

test('a pause begins a new subtitle when it is too long to be merged', () => {
  const talk = [said(0, 1_000, 'Well,'), said(1_500, 2_000, 'maybe.')]
  expect(cuesOf(toSrt(talk, options))).toHaveLength(2)
  expect(cuesOf(toSrt(talk, { ...options, maxMergeableGap: 0.6 }))).toHaveLength(1)
})

test('a short word stays as long as it needs to be read, if nothing follows', () => {
  expect(cuesOf(toSrt([said(0, 100, 'No.')], options))[0]?.end).toBe(700)
  const close = toSrt([said(0, 100, 'No.'), said(500, 900, 'Yes.', 2)], options)
  expect(cuesOf(close)[0]?.end).toBe(460)
})

test('languages without blanks are cut between letters', () => {
  const [cue] = cuesOf(toSrt([said(0, 5_000, '你'.repeat(30))], { ...options, maxCharsPerLine: 20 }))
  expect(cue?.lines).toEqual(['你'.repeat(20), '你'.repeat(10)])
})

const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', 'س', '.', ',', '?'),
  minLength: 1,
  maxLength: 25,
})
const talk = fc
  .array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 3_000 }),
      lengthMs: fc.integer({ min: 0, max: 12_000 }),
      words: fc.array(word, { minLength: 1, maxLength: 20 }),
      speaker: fc.integer({ min: 1, max: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((turns) => {
    let at = 0
    return turns.map(({ pauseMs, lengthMs, words, speaker }) => {
      const startMs = at + pauseMs
      at = startMs + lengthMs
      return said(startMs, at, words.join(' '), speaker)
    })
  })

test('whatever is said, lines and times keep to the limits and no word is lost', () => {
  fc.assert(
    fc.property(
      talk,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 10, max: 42 }),
      (segments, maxLinesPerSubtitle, maxCharsPerLine) => {
        const wanted = { ...options, maxLinesPerSubtitle, maxCharsPerLine }
        const cues = cuesOf(toSrt(segments, wanted))
        let before = -1
        for (const { start, end, lines } of cues) {
          expect(lines.length).toBeLessThanOrEqual(maxLinesPerSubtitle)
          for (const one of lines) expect([...one].length).toBeLessThanOrEqual(maxCharsPerLine)
          expect(start).toBeGreaterThanOrEqual(before)
          expect(end).toBeGreaterThan(start)
          expect(end - start).toBeLessThanOrEqual(wanted.maxDuration * 1_000)
          before = end
        }
        const shown = cues.flatMap(({ lines }) => lines).join('')
        const spoken = segments.map(({ text }) => text).join('')
        expect(shown.replaceAll(' ', '')).toBe(spoken.replaceAll(' ', ''))
      },
    ),
    { numRuns: 200 },
  )
})
