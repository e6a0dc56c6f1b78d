import { open } from 'node:fs/promises'
import { hasFfmpeg, openByFfmpeg } from './ffmpeg.ts'
import { type AudioKind, kindOfFile } from './kind.ts'
import { openByLibrary } from './library.ts'
import { type Measured, openMeter } from './measure.ts'
import { inspectMp4 } from './mp4.ts'
import { AudioError } from './problem.ts'
import { type AudioSource, type PcmBlock, pcmRate } from './source.ts'

/** Longer than any call; a file that claims more is broken or hostile. */
const defaultLongestMs = 24 * 3_600_000

export type AudioFacts = Measured & {
  /** The container, told by the file's bytes. */
  readonly kind: AudioKind
  /** As ffmpeg names it; undefined where the library decoded. */
  readonly codec: string | undefined
  /** Of the file, in Hz. */
  readonly sampleRate: number | undefined
  /** Of the file; more than two are mixed into one. */
  readonly channels: number
  /** Channels that `decodeAudio` offers: 1 or 2. */
  readonly decodedChannels: number
  /** Some of the file could not be decoded; what could is there. */
  readonly isDamaged: boolean
}

export type DecodeOptions = {
  readonly signal?: AbortSignal | undefined
  /** AudioError `too_long` beyond it. Default: 24 hours. */
  readonly longestMs?: number | undefined
  /** Default: ffmpeg where the machine has it, else the library. Tests choose. */
  readonly decoder?: 'ffmpeg' | 'library' | undefined
}

/**
 * Decodes the whole file once and tells what it is and how it sounds, in constant memory. Throws
 * AudioError when it cannot be heard, and the signal's reason.
 */
export async function readAudioFacts(
  file: string,
  options: DecodeOptions = {},
): Promise<AudioFacts> {
  const { kind, source } = await openSource(file, options)
  const meter = openMeter()
  const blocks = limited(source.read(), options)
  let step = await blocks.next()
  for (; !step.done; step = await blocks.next()) meter.push(step.value)
  if (meter.samples() === 0) throw new AudioError('no_audio', 'The file holds no sound at all.')
  const { codec, sampleRate, channels } = source
  return {
    ...meter.result(),
    kind,
    codec,
    sampleRate,
    channels,
    decodedChannels: channels === 2 ? 2 : 1,
    isDamaged: step.value.isDamaged,
  }
}

/**
 * The file's audio as 16 kHz in -1..1, chunk after chunk, as fast as it is read. `channel` is 0 or 1 of
 * a stereo file, or `mix`. `startMs` leaves out what lies before, to the sample. Throws as above.
 */
export async function* decodeAudio(
  file: string,
  options: DecodeOptions & {
    readonly channel?: number | 'mix' | undefined
    readonly startMs?: number | undefined
  } = {},
): AsyncGenerator<Float32Array, void> {
  const { channel = 'mix', startMs = 0 } = options
  const { source } = await openSource(file, options)
  // Decoding what is skipped is cheap beside hearing it, and exact where seeking is not.
  let skip = Math.round((startMs / 1_000) * pcmRate)
  for await (const block of limited(source.read(), options)) {
    const audio = pick(block, channel)
    if (skip >= audio.length) {
      skip -= audio.length
      continue
    }
    yield skip > 0 ? audio.slice(skip) : audio
    skip = 0
  }
}

async function openSource(
  file: string,
  { signal, decoder }: DecodeOptions,
): Promise<{ kind: AudioKind; source: AudioSource }> {
  const kind = await inspect(file)
  const byFfmpeg = decoder ? decoder === 'ffmpeg' : await hasFfmpeg()
  const source = await (byFfmpeg ? openByFfmpeg : openByLibrary)(file, kind, signal)
  return { kind, source }
}

async function inspect(file: string): Promise<AudioKind> {
  await using handle = await open(file)
  const { size } = await handle.stat()
  if (size === 0) throw new AudioError('empty', 'The file is empty.')
  const kind = await kindOfFile(handle)
  if (!kind) {
    throw new AudioError('unsupported', 'The file is of no audio or video kind that is known.')
  }
  const verdict = kind === 'mp4' ? await inspectMp4(handle) : 'fine'
  if (verdict === 'protected') {
    throw new AudioError('encrypted', 'The file is encrypted or protected against copying.')
  }
  if (verdict === 'broken') throw new AudioError('corrupt', 'The file is incomplete or damaged.')
  return kind
}

async function* limited<Last>(
  blocks: AsyncGenerator<PcmBlock, Last>,
  { longestMs = defaultLongestMs }: DecodeOptions,
): AsyncGenerator<PcmBlock, Last> {
  const limit = (longestMs / 1_000) * pcmRate
  let samples = 0
  try {
    for (;;) {
      const step = await blocks.next()
      if (step.done) return step.value
      samples += step.value[0]?.length ?? 0
      if (samples > limit) {
        const minutes = Math.floor(longestMs / 60_000)
        throw new AudioError('too_long', `The recording is longer than ${minutes} minutes.`)
      }
      yield step.value
    }
  } finally {
    // Ends the decoder when the reader has had enough.
    await blocks.return(undefined as Last)
  }
}

function pick(block: PcmBlock, channel: number | 'mix'): Float32Array {
  const [left, right] = block
  if (!left) return new Float32Array(0)
  if (!right) return left
  if (channel !== 'mix') return block[channel] ?? left
  return left.map((sample, index) => (sample + (right[index] ?? 0)) / 2)
}
