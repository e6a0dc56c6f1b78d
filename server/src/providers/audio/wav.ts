import { AudioError } from './problem.ts'

/** A part of a file's audio: one array per channel. */
export type PcmChunk = {
  readonly channelData: readonly Float32Array[]
  readonly sampleRate: number
}

type Format = {
  readonly tag: number
  readonly channels: number
  readonly sampleRate: number
  readonly bits: number
  readonly isBigEndian: boolean
}

const tags = { pcm: 1, float: 3, aLaw: 6, muLaw: 7, extensible: 0xfffe }
const encodings = new Map<number, string>([
  [2, 'MS ADPCM'],
  [17, 'IMA ADPCM'],
  [49, 'GSM 6.10'],
  [85, 'MP3'],
])
/** Headers may hold long comments and cue lists, and yet not the whole file. */
const headerLimitBytes = 1_048_576

/** Reads WAV in pieces: PCM of 8 to 32 bits, float, and the telephone's A-law and µ-law. */
export async function* readWav(source: AsyncIterable<Uint8Array>): AsyncGenerator<PcmChunk> {
  let held: Buffer = Buffer.alloc(0)
  let format: Format | undefined
  let left = Infinity
  for await (const piece of source) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece])
    if (!format) {
      const header = readHeader(held)
      if (!header && held.length > headerLimitBytes) throw broken('It has no audio near its start.')
      if (!header) continue
      format = header.format
      left = header.dataBytes
      held = held.subarray(header.dataStart)
    }
    const frame = (format.bits / 8) * format.channels
    const whole = Math.min(held.length, left)
    const usable = whole - (whole % frame)
    if (usable > 0) yield toChunk(held.subarray(0, usable), format)
    held = held.subarray(usable)
    left -= usable
    if (left < frame) return
  }
  if (!format) throw broken('It ends before its audio begins.')
}

const broken = (reason: string) => new AudioError('corrupt', `The WAV file is damaged. ${reason}`)

function readHeader(bytes: Buffer) {
  const isBigEndian = bytes.toString('latin1', 0, 4) === 'RIFX'
  const u16 = (at: number) => (isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))
  const u32 = (at: number) => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = u32(at + 4)
    const body = at + 8
    if (name === 'data') {
      if (!format) throw broken('It does not say how its audio is stored.')
      // Writers that stream leave the length at 0 or at its largest: then it goes to the end.
      const isOpen = length === 0 || length === 0xffffffff
      return { format, dataStart: body, dataBytes: isOpen ? Infinity : length }
    }
    if (body + length > bytes.length) return undefined
    if (name === 'fmt ') {
      if (length < 16) throw broken('Its header is too short.')
      const tag = u16(body)
      const isExtended = tag === tags.extensible && length >= 26
      format = check({
        tag: isExtended ? u16(body + 24) : tag,
        channels: u16(body + 2),
        sampleRate: u32(body + 4),
        bits: u16(body + 14),
        isBigEndian,
      })
    }
    at = body + length + (length % 2)
  }
  return undefined
}

function check(format: Format): Format {
  const { tag, channels, sampleRate, bits } = format
  const widths: Record<number, readonly number[]> = {
    [tags.pcm]: [8, 16, 24, 32],
    [tags.float]: [32, 64],
    [tags.aLaw]: [8],
    [tags.muLaw]: [8],
  }
  const known = widths[tag]
  if (!known) {
    const name = encodings.get(tag) ?? `encoding ${tag}`
    throw new AudioError('unsupported', `WAV with ${name} needs ffmpeg, which is not installed.`)
  }
  if (!known.includes(bits)) throw broken(`It claims ${bits} bits per sample.`)
  if (channels === 0 || channels > 64) throw broken(`It claims ${channels} channels.`)
  if (sampleRate < 1_000 || sampleRate > 768_000) throw broken(`It claims ${sampleRate} Hz.`)
  return format
}

function toChunk(bytes: Buffer, format: Format): PcmChunk {
  const { channels, sampleRate, bits } = format
  const read = readerOf(format)
  const width = bits / 8
  const frames = bytes.length / width / channels
  const channelData = Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame++) {
      samples[frame] = read(bytes, (frame * channels + channel) * width)
    }
    return samples
  })
  return { channelData, sampleRate }
}

function readerOf({ tag, bits, isBigEndian }: Format): (bytes: Buffer, at: number) => number {
  if (tag === tags.aLaw) return (bytes, at) => aLaw[bytes[at] ?? 0] ?? 0
  if (tag === tags.muLaw) return (bytes, at) => muLaw[bytes[at] ?? 0] ?? 0
  if (tag === tags.float) {
    // One not-a-number would spread through every filter behind it.
    const tame = (value: number) => (Number.isFinite(value) ? value : 0)
    if (bits === 32) {
      return (bytes, at) => tame(isBigEndian ? bytes.readFloatBE(at) : bytes.readFloatLE(at))
    }
    return (bytes, at) => tame(isBigEndian ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at))
  }
  if (bits === 8) return (bytes, at) => ((bytes[at] ?? 128) - 128) / 128
  const width = bits / 8
  const full = 2 ** (bits - 1)
  if (isBigEndian) return (bytes, at) => bytes.readIntBE(at, width) / full
  return (bytes, at) => bytes.readIntLE(at, width) / full
}

/** ITU-T G.711: sign, three bits of exponent, four of mantissa. */
const aLaw = Float32Array.from({ length: 256 }, (_, code) => {
  const value = code ^ 0x55
  const exponent = (value >> 4) & 7
  const mantissa = value & 15
  const size = exponent === 0 ? mantissa * 2 + 1 : (mantissa * 2 + 33) << (exponent - 1)
  return ((value & 0x80 ? size : -size) * 8) / 32_768
})
const muLaw = Float32Array.from({ length: 256 }, (_, code) => {
  const value = ~code & 0xff
  const size = ((((value & 15) << 3) + 132) << ((value >> 4) & 7)) - 132
  return (value & 0x80 ? -size : size) / 32_768
})
