import { expect, test } from 'vitest'
import { readWav } from './wav.ts'

type Written = { tag: number; bits: number; channels?: number; data: Buffer; claimed?: number }

function toWav({ tag, bits, channels = 1, data, claimed = data.length }: Written): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(tag, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE((8_000 * channels * bits) / 8, 28)
  header.writeUInt16LE((channels * bits) / 8, 32)
  header.writeUInt16LE(bits, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(claimed, 40)
  return Buffer.concat([header, data])
}

/** In pieces that split the header and the samples. */
async function read(file: Buffer, piece = 7): Promise<number[][]> {
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < file.length; at += piece) yield file.subarray(at, at + piece)
  }
  const channels: number[][] = []
  for await (const { channelData, sampleRate } of readWav(source())) {
    expect(sampleRate).toBe(8_000)
    for (const [index, audio] of channelData.entries()) (channels[index] ??= []).push(...audio)
  }
  return channels
}

const float32 = Buffer.alloc(12)
for (const [index, value] of [0.5, Number.NaN, -1].entries()) float32.writeFloatLE(value, index * 4)
const float64 = Buffer.alloc(16)
for (const [index, value] of [0.25, -0.75].entries()) float64.writeDoubleLE(value, index * 8)

const cases: readonly [what: string, written: Written, samples: number[]][] = [
  ['8 bits', { tag: 1, bits: 8, data: Buffer.from([128, 192, 0]) }, [0, 0.5, -1]],
  [
    '16 bits',
    { tag: 1, bits: 16, data: Buffer.from('00000040 0080'.replace(' ', ''), 'hex') },
    [0, 0.5, -1],
  ],
  ['24 bits', { tag: 1, bits: 24, data: Buffer.from('000040000080', 'hex') }, [0.5, -1]],
  ['32 bits', { tag: 1, bits: 32, data: Buffer.from('0000004000000080', 'hex') }, [0.5, -1]],
  ['float', { tag: 3, bits: 32, data: float32 }, [0.5, 0, -1]],
  ['double float', { tag: 3, bits: 64, data: float64 }, [0.25, -0.75]],
  // ITU-T G.711: the quietest and the loudest code of each sign.
  [
    'A-law',
    { tag: 6, bits: 8, data: Buffer.from([0xd5, 0x55, 0xaa, 0x2a]) },
    [8, -8, 32_256, -32_256].map((value) => value / 32_768),
  ],
  [
    'µ-law',
    { tag: 7, bits: 8, data: Buffer.from([0xff, 0x80, 0x00]) },
    [0, 32_124, -32_124].map((value) => value / 32_768),
  ],
]
test.for(cases)('%s', async ([, written, samples]) => {
  expect(await read(toWav(written))).toEqual([samples])
})

test('channels are kept apart', async () => {
  const data = Buffer.from('0040 00c0 0020 00e0'.replaceAll(' ', ''), 'hex')
  expect(await read(toWav({ tag: 1, bits: 16, channels: 2, data }))).toEqual([
    [0.5, 0.25],
    [-0.5, -0.25],
  ])
})

test('a recording whose writer was cut off is read to its end', async () => {
  const data = Buffer.from('00400040', 'hex')
  for (const claimed of [0, 0xffffffff, 1_000]) {
    expect(await read(toWav({ tag: 1, bits: 16, data, claimed }))).toEqual([[0.5, 0.5]])
  }
})

test.for([
  [2, 4, 'unsupported'],
  [1, 7, 'corrupt'],
  [1, 0, 'corrupt'],
] as const)('encoding %d with %d bits is refused', async ([tag, bits, problem]) => {
  const file = toWav({ tag, bits, data: Buffer.alloc(16) })
  await expect(read(file)).rejects.toMatchObject({ name: 'AudioError', problem })
})
