import { expect, test } from 'vitest'
import { openJitterBuffer } from './jitter-buffer.ts'

const silence = 0xff
const frame = (value: number, length = 160) => new Uint8Array(length).fill(value)

/** The first byte of each of the next frames. */
function pullAll(
  buffer: ReturnType<typeof openJitterBuffer>,
  frames: number,
): (number | undefined)[] {
  return Array.from({ length: frames }, () => buffer.pull(160)?.[0])
}

test('nothing is heard before the first packet, and it is heard after the delay', () => {
  const buffer = openJitterBuffer(silence)
  expect(buffer.pull(160)).toBeUndefined()
  buffer.push(1_000, frame(1))
  expect(pullAll(buffer, 5)).toEqual([silence, silence, silence, 1, silence])
})

test('packets in another order, twice, or lost find their place on the time line', () => {
  const buffer = openJitterBuffer(silence)
  for (const [at, value] of [
    [0, 1],
    [320, 3],
    [160, 2],
    [320, 3],
    [640, 5],
  ] as const) {
    buffer.push(at, frame(value))
  }
  expect(pullAll(buffer, 9)).toEqual([silence, silence, silence, 1, 2, 3, silence, 5, silence])
})

test('packets of any length are cut into frames of ours, across the end of the counter', () => {
  const buffer = openJitterBuffer(silence)
  const first = 2 ** 32 - 240
  buffer.push(first, frame(1, 240))
  buffer.push((first + 240) % 2 ** 32, frame(2, 240))
  const heard = Buffer.concat(Array.from({ length: 6 }, () => buffer.pull(160) ?? frame(0)))
  expect([...heard.subarray(480, 720)].every((byte) => byte === 1)).toBe(true)
  expect([...heard.subarray(720, 960)].every((byte) => byte === 2)).toBe(true)
})

test('what comes too late is dropped, until it is clear that the other side counts anew', () => {
  const buffer = openJitterBuffer(silence)
  buffer.push(100_000, frame(1))
  pullAll(buffer, 6)
  for (let late = 0; late < 9; late += 1) buffer.push(late * 160, frame(9))
  expect(pullAll(buffer, 3)).toEqual([silence, silence, silence])
  buffer.push(9 * 160, frame(2))
  buffer.push(10 * 160, frame(3))
  expect(pullAll(buffer, 5)).toEqual([silence, silence, silence, 2, 3])
})

test('a jump far ahead is heard after the usual delay, not after the time it skips', () => {
  const buffer = openJitterBuffer(silence)
  buffer.push(0, frame(1))
  pullAll(buffer, 4)
  buffer.push(1_000_000, frame(2))
  expect(pullAll(buffer, 4)).toEqual([silence, silence, silence, 2])
})

test('a flood of packets takes no more than its share', () => {
  const buffer = openJitterBuffer(silence)
  for (let at = 0; at < 5_000; at += 1) buffer.push(at % 3_000, frame(1))
  expect(pullAll(buffer, 4)).toHaveLength(4)
})
