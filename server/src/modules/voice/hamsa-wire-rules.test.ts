import { expect, test } from 'vitest'
import { fromFloats, pageFrames, readPageFrame, toPayload } from './hamsa-wire-rules.ts'

const floats = (...values: number[]) =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64')

test('a page’s microphone comes as floats, the agent’s voice goes as 16-bit samples', () => {
  expect([...fromFloats(floats(0, 1, -1, 0.5, 2, Number.NaN))]).toEqual([
    0, 32_767, -32_767, 16_384, 32_767, 0,
  ])
  expect(Buffer.from(toPayload(Int16Array.from([1, -2])), 'base64')).toEqual(
    Buffer.from([1, 0, 0xfe, 0xff]),
  )
})

test.for([
  ['{"event":"start","streamSid":"WEBSDK"}', { type: 'start' }],
  ['{"event":"mark","mark":{"name":"a"}}', { type: 'mark', name: 'a' }],
  ['{"event":"stop"}', { type: 'stop' }],
  [
    '{"event":"tools_response","tools_response":[{"id":"1","function":{"name":"f","response":{"a":1}}},null]}',
    { type: 'tools', answers: [{ id: '1', response: { a: 1 } }] },
  ],
  ['{"event":"mark"}', { type: 'unknown' }],
  ['{"event":"media","media":{}}', { type: 'unknown' }],
  ['no json', { type: 'unknown' }],
  ['[]', { type: 'unknown' }],
] as const)('%s', ([text, frame]) => {
  expect(readPageFrame(text)).toEqual(frame)
})

test('a call of a page’s tool keeps the order of its values', () => {
  const { content } = pageFrames.tools('1', 'f', { b: 1, a: 2 })
  expect(content[0]?.function.arguments).toBe('{"b":1,"a":2}')
})
