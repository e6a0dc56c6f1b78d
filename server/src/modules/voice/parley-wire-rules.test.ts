import { expect, test } from 'vitest'
import { readClientFrame } from './parley-wire-rules.ts'

test.for([
  [
    '{"type":"start"}',
    { type: 'start', agentId: undefined, params: {}, tools: [], resume: undefined },
  ],
  [
    '{"type":"start","agentId":"x","params":{"a":1},"resume":{"callId":"c","key":"k"}}',
    { type: 'start', agentId: 'x', params: { a: 1 }, tools: [], resume: { callId: 'c', key: 'k' } },
  ],
  ['{"type":"dtmf","digit":"#"}', { type: 'dtmf', digit: '#' }],
  ['{"type":"dtmf","digit":"12"}', { type: 'unknown' }],
  ['{"type":"text","text":"  hello "}', { type: 'text', text: 'hello' }],
  ['{"type":"text","text":" "}', { type: 'unknown' }],
  ['{"type":"end"}', { type: 'end' }],
  ['{"type":"ping","at":5}', { type: 'ping', at: 5 }],
  ['{', { type: 'unknown' }],
  ['null', { type: 'unknown' }],
] as const)('%s', ([text, frame]) => {
  expect(readClientFrame(text)).toEqual(frame)
})
