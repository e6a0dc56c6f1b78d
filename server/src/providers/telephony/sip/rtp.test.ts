import { expect, test } from 'vitest'
import { readRtp, writeRtp } from './rtp.ts'

const packet = {
  payloadType: 101,
  marker: true,
  sequence: 65_535,
  timestamp: 4_294_967_295,
  ssrc: 3_000_000_000,
  payload: Uint8Array.of(1, 2, 3),
}

test('a packet is read as it was written', () => {
  expect(readRtp(writeRtp(packet))).toMatchObject({ ...packet, payload: Buffer.from([1, 2, 3]) })
})

test('sources, extensions and padding before and after the sound are left out', () => {
  const bytes = Buffer.concat([
    writeRtp({ ...packet, payload: new Uint8Array(0) }),
    Buffer.alloc(4),
    Buffer.from([0xbe, 0xde, 0, 1, 9, 9, 9, 9]),
    Buffer.from([7, 7, 0, 2]),
  ])
  bytes[0] = 0x80 | 0x20 | 0x10 | 1
  expect([...(readRtp(bytes)?.payload ?? [])]).toEqual([7, 7])
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['too little', Buffer.alloc(11)],
  ['another version', Buffer.alloc(20)],
  ['more sources than bytes', Buffer.from([0x8f, ...Buffer.alloc(20)])],
  ['an extension that ends nowhere', Buffer.from([0x90, ...Buffer.alloc(13, 255)])],
  ['more padding than bytes', Buffer.from([0xa0, ...Buffer.alloc(14, 255)])],
])('%s is no packet', (_, bytes) => {
  expect(readRtp(bytes)).toBeUndefined()
})
