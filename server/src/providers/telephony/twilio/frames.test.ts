import { expect, test } from 'vitest'
import { readFrame, writeClear, writeMark, writeMedia } from './frames.ts'

const start = {
  event: 'start',
  sequenceNumber: '1',
  start: {
    accountSid: 'AC1',
    streamSid: 'MZ1',
    callSid: 'CA1',
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters: { call: 'abc' },
  },
  streamSid: 'MZ1',
}

test.each([
  [{ event: 'connected', protocol: 'Call', version: '1.0.0' }, { event: 'connected' }],
  [
    start,
    {
      event: 'start',
      streamSid: 'MZ1',
      callSid: 'CA1',
      accountSid: 'AC1',
      parameters: { call: 'abc' },
    },
  ],
  [
    {
      event: 'dtmf',
      streamSid: 'MZ1',
      sequenceNumber: '5',
      dtmf: { track: 'inbound_track', digit: '#' },
    },
    { event: 'dtmf', digit: '#' },
  ],
  [
    { event: 'mark', sequenceNumber: '4', streamSid: 'MZ1', mark: { name: 'one' } },
    { event: 'mark', name: 'one' },
  ],
  [
    {
      event: 'stop',
      sequenceNumber: '5',
      streamSid: 'MZ1',
      stop: { accountSid: 'AC1', callSid: 'CA1' },
    },
    { event: 'stop', callSid: 'CA1' },
  ],
])('a frame of a stream is read: %j', (sent, frame) => {
  expect(readFrame(JSON.stringify(sent))).toEqual(frame)
})

test('audio and its time are read, and what we said ourselves is passed over', () => {
  const media = { track: 'inbound', chunk: '1', timestamp: '40', payload: '/wCA' }
  const frame = { event: 'media', sequenceNumber: '3', media, streamSid: 'MZ1' }
  expect(readFrame(JSON.stringify(frame))).toEqual({
    event: 'media',
    audio: Buffer.from([0xff, 0x00, 0x80]),
    atMs: 40,
  })
  const own = { ...frame, media: { ...media, track: 'outbound' } }
  expect(readFrame(JSON.stringify(own))).toBeUndefined()
})

test.each([
  ['', 'nothing'],
  ['{', 'broken JSON'],
  ['[]', 'no object'],
  ['{"event":"new"}', 'a kind that is not known'],
  ['{"event":"media","media":{}}', 'a frame without its audio'],
  [
    JSON.stringify({
      ...start,
      start: { ...start.start, mediaFormat: { encoding: 'audio/opus' } },
    }),
    'another encoding',
  ],
  [JSON.stringify({ event: 'mark', mark: { name: 'x'.repeat(200_000) } }), 'an endless frame'],
])('%j is passed over: %s', (text) => {
  expect(readFrame(text)).toBeUndefined()
})

test('what we send has the form that Twilio reads, also of a part of a larger buffer', () => {
  const part = new Uint8Array([9, 1, 2, 9]).subarray(1, 3)
  expect(JSON.parse(writeMedia('MZ1', part))).toEqual({
    event: 'media',
    streamSid: 'MZ1',
    media: { payload: Buffer.from([1, 2]).toString('base64') },
  })
  expect(JSON.parse(writeMark('MZ1', 'end'))).toEqual({
    event: 'mark',
    streamSid: 'MZ1',
    mark: { name: 'end' },
  })
  expect(JSON.parse(writeClear('MZ1'))).toEqual({ event: 'clear', streamSid: 'MZ1' })
})
