import { expect, test } from 'vitest'
import { findUtterances, type Utterance } from './utterances.ts'
import { frameMs, frameSamples } from './vad.ts'

type Stretch = readonly [ms: number, probability: number]

function run(stretches: readonly Stretch[]) {
  const finder = findUtterances()
  const found: Utterance[] = []
  const settled: number[] = []
  const keep = (utterance: Utterance | undefined) => {
    if (!utterance) return
    found.push(utterance)
    settled.push(finder.settledFrame() * frameMs)
  }
  for (const [ms, probability] of stretches) {
    for (let at = 0; at < ms; at += frameMs)
      keep(finder.push(new Float32Array(frameSamples), probability))
  }
  keep(finder.end())
  const spans = found.map(({ firstFrame, audio, probabilities }) => {
    expect(audio).toHaveLength(probabilities.length * frameSamples)
    return [firstFrame * frameMs, (firstFrame + probabilities.length) * frameMs] as const
  })
  return { spans, settled }
}

test('a pause ends an utterance, which keeps a little silence around it', () => {
  const { spans } = run([
    [2_000, 0],
    [1_600, 0.9],
    [1_600, 0],
    [1_600, 0.9],
  ])
  expect(spans).toHaveLength(2)
  const [start, end] = spans[0] ?? [0, 0]
  expect(start).toBeGreaterThan(1_700)
  expect(start).toBeLessThan(2_020)
  expect(end).toBeGreaterThan(3_600)
  expect(end).toBeLessThan(3_900)
})

test('a breath within a sentence does not end it', () => {
  const { spans } = run([
    [1_600, 0.9],
    [320, 0.1],
    [1_600, 0.9],
  ])
  expect(spans).toHaveLength(1)
})

test('silence, and a click, are no utterance', () => {
  expect(run([[60_000, 0.05]]).spans).toEqual([])
  expect(
    run([
      [1_600, 0],
      [64, 0.9],
      [1_600, 0],
    ]).spans,
  ).toEqual([])
})

test('speech without a pause is cut before it is too long for a model, and nothing gets lost', () => {
  const { spans } = run([[90_000, 0.9]])
  expect(spans.length).toBeGreaterThan(3)
  for (const [start, end] of spans) expect(end - start).toBeLessThanOrEqual(25_600)
  const starts = spans.slice(1).map(([start]) => start)
  const ends = spans.slice(0, -1).map(([, end]) => end)
  expect(starts).toEqual(ends)
})

test('a restart from the settled position repeats nothing and misses nothing', () => {
  const { spans, settled } = run([
    [1_600, 0.9],
    [3_200, 0],
    [1_600, 0.9],
    [3_200, 0],
  ])
  expect(settled).toHaveLength(2)
  expect(settled[0]).toBeGreaterThanOrEqual(spans[0]?.[1] ?? Infinity)
  expect(settled[0]).toBeLessThanOrEqual(spans[1]?.[0] ?? 0)
})
