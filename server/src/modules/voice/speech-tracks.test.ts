import { expect, test } from 'vitest'
import { callRate } from '../../providers/voice-engine/index.ts'
import { SpeechTracks } from './speech-tracks.ts'

const answeredMs = 1_000_000
const at = (ms: number) => answeredMs + ms
const sound = (ms: number, level = 5_000) => new Int16Array((ms * callRate) / 1_000).fill(level)

test('pieces that follow each other are one stretch, without the silence around them', () => {
  const tracks = new SpeechTracks(answeredMs)
  tracks.agentHeard(sound(100, 0), at(1_000))
  tracks.agentHeard(sound(200), at(1_100))
  tracks.agentHeard(sound(100, 0), at(1_300))
  tracks.agentHeard(sound(200), at(1_400))
  tracks.agentHeard(sound(60, 3), at(1_600))
  tracks.agentHeard(sound(100), at(3_000))
  expect(tracks.until(at(9_000)).agent).toEqual([
    { startMs: 1_100, endMs: 1_600 },
    { startMs: 3_000, endMs: 3_100 },
  ])
})

test('speech of the caller is words until it turns out to be something else', () => {
  const tracks = new SpeechTracks(answeredMs)
  tracks.callerIs('speaking', at(500))
  tracks.callerIs('listening', at(900))
  tracks.callerIs('speaking', at(2_000))
  tracks.callerIs('listening', at(2_600))
  tracks.callerSaid('backchannel', at(920))
  tracks.callerIs('speaking', at(4_000))
  expect(tracks.until(at(4_300))).toEqual({
    caller: [
      { startMs: 500, endMs: 900, kind: 'backchannel' },
      { startMs: 2_000, endMs: 2_600, kind: 'words' },
      { startMs: 4_000, endMs: 4_300, kind: 'words' },
    ],
    agent: [],
    endMs: 4_300,
  })
})
