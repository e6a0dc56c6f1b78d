import { expect, test } from 'vitest'
import { readStreamFacts } from './ffmpeg.ts'

const cases: readonly [line: string, facts: ReturnType<typeof readStreamFacts>][] = [
  [
    '  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 71 kb/s',
    { codec: 'aac', sampleRate: 44_100, channels: 2 },
  ],
  [
    '  Stream #0:0: Audio: pcm_mulaw ([7][0][0][0] / 0x0007), 8000 Hz, 1 channels, s16, 64 kb/s',
    { codec: 'pcm_mulaw', sampleRate: 8_000, channels: 1 },
  ],
  [
    '  Stream #0:0: Audio: ac3, 48000 Hz, 5.1(side), fltp, 384 kb/s',
    { codec: 'ac3', sampleRate: 48_000, channels: 6 },
  ],
  [
    '  Stream #0:0: Audio: pcm_s16le, 16000 Hz, 16 channels, s16',
    { codec: 'pcm_s16le', sampleRate: 16_000, channels: 16 },
  ],
  [
    '  Stream #0:0: Audio: none, 1 channels',
    { codec: undefined, sampleRate: undefined, channels: 1 },
  ],
  ['  Stream #0:0: Video: h264, yuv420p, 320x240', undefined],
]
test.for(cases)('%s', ([line, facts]) => {
  expect(readStreamFacts(`Input #0\n  Duration: 00:00:07.10\n${line}\n`)).toEqual(facts)
})
