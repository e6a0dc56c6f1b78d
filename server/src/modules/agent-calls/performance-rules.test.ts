import { expect, test } from 'vitest'
import { performanceOf } from './performance-rules.ts'

const turn = (speaker: 'agent' | 'user', startMs: number, firstAudioMs?: number) => ({
  speaker,
  startMs,
  endMs: startMs + 1_500,
  isInterrupted: firstAudioMs === 900,
  latency: firstAudioMs === undefined ? null : { firstAudioMs },
})

test('talk, interruptions and latencies are added up by who spoke', () => {
  const turns = [
    turn('agent', 0),
    turn('user', 2_000),
    turn('agent', 4_000, 600),
    turn('user', 6_000),
    turn('agent', 8_000, 900),
  ]
  expect(performanceOf(turns)).toEqual({
    turns: 5,
    agentTurns: 3,
    userTurns: 2,
    interruptions: 1,
    agentTalkSeconds: 4.5,
    userTalkSeconds: 3,
    latency: { firstAudioMs: { average: 750, p50: 600, p95: 900, maximum: 900, turns: 2 } },
  })
})

test('of a call without a word all is nothing', () => {
  expect(performanceOf([])).toEqual({
    turns: 0,
    agentTurns: 0,
    userTurns: 0,
    interruptions: 0,
    agentTalkSeconds: 0,
    userTalkSeconds: 0,
    latency: {},
  })
})

test('the 95th percentile of twenty latencies is the nineteenth', () => {
  const turns = Array.from({ length: 20 }, (_, index) => turn('agent', 0, (index + 1) * 10))
  expect(performanceOf(turns).latency.firstAudioMs).toMatchObject({ p50: 100, p95: 190 })
})
