import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RealtimeStt } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { AudioError, decodeAudio, kindOfBytes } from '../../providers/audio/index.ts'
import { collectTranscript, type Segment, type Transcript } from '../../providers/stt/index.ts'
import { decodeMulaw } from '../../providers/telephony/index.ts'
import { untilEndOfSpeech } from './speech-rules.ts'

const longestMs = 10 * 60_000
const usualThreshold = 0.3

export type Heard = { readonly text: string; readonly language: string | null }

/** The words in a piece of sound of whatever kind. */
export async function hear(
  context: Context,
  wanted: RealtimeStt,
  signal?: AbortSignal,
): Promise<Heard> {
  const { stt } = context
  if (!stt) throw new AppError('SERVICE_UNAVAILABLE', 'This server has nothing that hears.')
  const language = wanted.language?.slice(0, 2).toLowerCase() || undefined
  const audio = await openSound(wanted)
  const told = stt.transcribe({ audio: audio.samples, language, isUrgent: true, signal })
  try {
    return toHeard(wanted, await collectTranscript(told).catch(toRefusal))
  } finally {
    await audio.close()
  }
}

function toHeard({ isEosEnabled, eosThreshold }: RealtimeStt, heard: Transcript): Heard {
  const segments = isEosEnabled
    ? untilEndOfSpeech(heard.segments, (eosThreshold ?? usualThreshold) * 1_000)
    : heard.segments
  return { text: textOf(segments), language: heard.language ?? null }
}

function textOf(segments: readonly Pick<Segment, 'text'>[]): string {
  return segments.map(({ text }) => text.trim()).join(' ')
}

type Sound = {
  readonly samples: AsyncIterable<Float32Array>
  readonly close: () => Promise<void>
}

async function openSound({ audioBase64, audioList, encoding }: RealtimeStt): Promise<Sound> {
  if (audioList && audioList.length > 0) return held(Float32Array.from(audioList))
  const bytes = Buffer.from(audioBase64 ?? '', 'base64')
  if (bytes.length === 0) {
    throw new AppError('VALIDATION_ERROR', "Field 'audioBase64' is required.", {
      field: 'audioBase64',
      message: 'is required.',
    })
  }
  // Raw sound may look like MPEG by chance, but never when its encoding is said.
  if (encoding) return held(rawSamples(bytes, encoding))
  const kind = kindOfBytes(bytes)
  return kind ? openFile(bytes) : held(rawSamples(bytes, 'linear16'))
}

function rawSamples(bytes: Buffer, encoding: 'linear16' | 'mulaw'): Float32Array {
  if (encoding === 'linear16') {
    const count = Math.floor(bytes.length / 2)
    return Float32Array.from({ length: count }, (_, index) => bytes.readInt16LE(index * 2) / 32_768)
  }
  const samples = decodeMulaw(bytes)
  // Each sample twice, halfway to the next between: 8 kHz as 16 kHz.
  return Float32Array.from({ length: samples.length * 2 }, (_, index) => {
    const here = samples[index >> 1] ?? 0
    const next = samples[(index >> 1) + 1] ?? here
    return (index % 2 === 0 ? here : (here + next) / 2) / 32_768
  })
}

function held(samples: Float32Array): Sound {
  return {
    samples: (async function* () {
      yield samples
    })(),
    async close() {},
  }
}

/** Decoders read files. */
async function openFile(bytes: Buffer): Promise<Sound> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-heard-'))
  const file = join(folder, 'sound')
  await writeFile(file, bytes, { mode: 0o600 })
  return {
    samples: decodeAudio(file, { longestMs }),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function toRefusal(error: unknown): never {
  if (error instanceof AudioError) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', error.message, undefined, { cause: error })
  }
  throw error
}
