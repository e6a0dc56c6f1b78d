import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeAudio, pcmRate } from '../../providers/audio/index.ts'
import type { Playing } from './audio-file.ts'
import { selectCuttable } from './queries.ts'
import { type ByteRange, dispositionOf, readRange } from './range-rules.ts'
import { notFound } from './recordings.ts'
import { byteOfSample, bytesOfSamples, sampleAt, wavHeader, wavSize } from './wav-rules.ts'

/** Each decodes the recording from its beginning: more at once would take the processors from calls. */
const maxCuts = 4
const retryAfterSeconds = 5
let cuts = 0

export type Cut = {
  readonly workspaceId: string
  readonly conversationId: string
  /** Names what was cut, for caches. */
  readonly clipId: string
  readonly title: string
  readonly startMs: number
  readonly endMs: number
  /** The Range header. */
  readonly range: string | undefined
}

/** A part of the recording of a conversation, as WAV, and nothing beyond it. */
export async function cutAudio(context: Context, cut: Cut): Promise<Playing> {
  const { workspaceId, conversationId, startMs } = cut
  const recording = await selectCuttable(context.db, workspaceId, conversationId)
  if (!recording) throw notFound()
  const { id, durationMs } = recording
  const endMs = Math.min(cut.endMs, durationMs ?? cut.endMs)
  if (endMs <= startMs) throw notFound()
  const samples = Math.round(((endMs - startMs) / 1_000) * pcmRate)
  const size = wavSize(samples)
  const range = readRange(cut.range, size)
  return {
    size,
    range,
    mediaType: 'audio/wav',
    disposition: dispositionOf(`${cut.title}.wav`),
    etag: `"${cut.clipId}-${size}"`,
    async open() {
      if (cuts >= maxCuts) {
        const sentence = 'Too many clips are played at the moment; try again.'
        throw new AppError('SERVICE_UNAVAILABLE', sentence, undefined, { retryAfterSeconds })
      }
      const bytes = range && range !== 'unsatisfiable' ? range : { start: 0, end: size - 1 }
      return openCut(context, { workspaceId, id }, { startMs, samples, bytes })
    },
  }
}

type Part = { readonly startMs: number; readonly samples: number; readonly bytes: ByteRange }

function openCut(
  { media, log }: Context,
  key: { readonly workspaceId: string; readonly id: string },
  part: Part,
): Readable {
  const out = new PassThrough()
  cuts += 1
  const stopped = new AbortController()
  out.once('close', () => stopped.abort())
  const writing = media.withFile(key, (file) =>
    pipeline(Readable.from(wavBytes(file, part, stopped.signal)), out),
  )
  writing
    .catch((error: unknown) => {
      // Whoever stops listening ends it too.
      if (!stopped.signal.aborted) log.warn({ err: error, recordingId: key.id }, 'no clip was cut')
      out.destroy(error instanceof Error ? error : undefined)
    })
    .finally(() => {
      cuts -= 1
    })
  return out
}

/** The bytes of the WAV file from one to another, both included; silence where the recording ends. */
async function* wavBytes(file: string, part: Part, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { startMs, samples, bytes } = part
  const header = wavHeader(samples, pcmRate).subarray(bytes.start, bytes.end + 1)
  if (header.length > 0) yield header
  const first = sampleAt(bytes.start)
  let left = bytes.end + 1 - Math.max(bytes.start, byteOfSample(0))
  if (left <= 0) return
  // A range may begin in the middle of a sample.
  let skip = Math.max(bytes.start, byteOfSample(0)) - byteOfSample(first)
  const from = startMs + (first / pcmRate) * 1_000
  for await (const chunk of decodeAudio(file, { channel: 'mix', startMs: from, signal })) {
    const encoded = bytesOfSamples(chunk).subarray(skip, skip + left)
    skip = 0
    left -= encoded.length
    yield encoded
    if (left <= 0) return
  }
  const silence = Buffer.alloc(65_536)
  for (; left > 0; left -= silence.length) yield silence.subarray(0, left)
}
