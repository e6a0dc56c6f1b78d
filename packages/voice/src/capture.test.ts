import { expect, test } from 'vitest'
import { Capture } from './capture.ts'
import type { CaptureFacts, CaptureOptions } from './options.ts'

function capturing(options: CaptureOptions) {
  const told: { readonly data: unknown; readonly about: CaptureFacts }[] = []
  const capture = new Capture({ ...options, callback: (data, about) => told.push({ data, about }) })
  return { capture, told }
}

test('samples are handed over in pieces of the wanted length, each side for itself', () => {
  const { capture, told } = capturing({ source: 'both', format: 'pcm-i16', bufferSize: 4 })
  capture.heard('agent', Int16Array.of(1, 2, 3))
  capture.heard('user', Int16Array.of(9, 9, 9))
  capture.heard('agent', Int16Array.of(4, 5, 6, 7, 8, 9))
  expect(told.map(({ data }) => data)).toEqual([
    Int16Array.of(1, 2, 3, 4),
    Int16Array.of(5, 6, 7, 8),
  ])
  expect(told[0]?.about).toMatchObject({ source: 'agent', format: 'pcm-i16', sampleRate: 16_000 })
})

test('only the agent is captured unless said, and floats lie between -1 and 1', () => {
  const { capture, told } = capturing({ format: 'pcm-f32', bufferSize: 2 })
  capture.heard('user', Int16Array.of(1, 2))
  capture.heard('agent', Int16Array.of(-32_768, 16_384))
  expect(told.map(({ data }) => data)).toEqual([Float32Array.of(-1, 0.5)])
})

test('what is wanted as WebM is not handed over as samples', () => {
  const { capture, told } = capturing({})
  capture.heard('agent', new Int16Array(10_000))
  expect(told).toEqual([])
})
