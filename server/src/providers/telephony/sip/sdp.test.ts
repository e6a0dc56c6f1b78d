import { expect, test } from 'vitest'
import { agreementWith, readDescription, writeAnswer, writeOffer } from './sdp.ts'

const describe = (...lines: readonly string[]) =>
  `${['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', ...lines].join('\r\n')}\r\n`
const ours = { address: '198.51.100.1', port: 20_000, version: 1 }

test('our offer is understood by ourselves', () => {
  const read = readDescription(writeOffer(ours))
  expect(read && agreementWith(read)).toEqual({
    address: '198.51.100.1',
    port: 20_000,
    codec: 'PCMU',
    payloadType: 0,
    eventType: 101,
    isHeard: true,
  })
})

test.each([
  {
    title: 'A-law first',
    lines: ['m=audio 4000 RTP/AVP 8 0'],
    agreed: { codec: 'PCMA', payloadType: 8, eventType: undefined },
  },
  {
    title: 'a number of its own',
    lines: ['m=audio 4000 RTP/AVP 96', 'a=rtpmap:96 pcmu/8000'],
    agreed: { codec: 'PCMU', payloadType: 96, eventType: undefined },
  },
  {
    title: 'codecs we do not know before, and events under their own number',
    lines: [
      'm=audio 4000 RTP/AVP 111 9 0 96',
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:9 G722/8000',
      'a=rtpmap:96 telephone-event/8000',
    ],
    agreed: { codec: 'PCMU', payloadType: 0, eventType: 96 },
  },
  {
    title: 'a name of the section, which counts less than the address of the whole',
    lines: ['m=audio 4000 RTP/AVP 0', 'c=IN IP4 host.example'],
    agreed: { address: '192.0.2.1', codec: 'PCMU' },
  },
])('$title is agreed on', ({ lines, agreed }) => {
  const read = readDescription(describe(...lines))
  expect(read && agreementWith(read)).toMatchObject({ ...agreed, port: 4_000 })
})

test.each([
  ['no sound', describe()],
  ['sound that was given up', describe('m=audio 0 RTP/AVP 0')],
  ['only codecs we do not know', describe('m=audio 4000 RTP/AVP 18')],
  ['encrypted sound', describe('m=audio 4000 RTP/SAVP 0')],
])('%s is not agreed on', (_, text) => {
  const read = readDescription(text)
  expect(read && agreementWith(read)).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['another version', 'v=1\r\n'],
  ['a port that is none', describe('m=audio 99999 RTP/AVP 0')],
  ['a section without formats', describe('m=audio 4000 RTP/AVP')],
  ['too many lines', describe(...Array.from({ length: 600 }, () => 'a=x'))],
  ['too many sections', describe(...Array.from({ length: 20 }, () => 'm=audio 4000 RTP/AVP 0'))],
])('%s is no description', (_, text) => {
  expect(readDescription(text)).toBeUndefined()
})

test('each section is answered, and those that are no sound of ours are turned down', () => {
  const offer = readDescription(
    describe(
      'm=video 5000 RTP/AVP 96',
      'm=audio 4000 RTP/AVP 8 0 101',
      'a=rtpmap:101 telephone-event/8000',
      'a=sendonly',
    ),
  )
  if (!offer) throw new Error('It was not understood.')
  const answer = writeAnswer(offer, ours)
  expect(answer).toContain('m=video 0 RTP/AVP 96\r\nm=audio 20000 RTP/AVP 8 101\r\n')
  expect(answer).toContain('a=recvonly')
  expect(agreementWith(offer)?.isHeard).toBe(false)
})
