import { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import type { MediaKey } from '../../providers/media-store/index.ts'
import { wavHeader, wavHeaderBytes } from './recording-rules.ts'
import { SoundTrack } from './sound-track.ts'

const sampleRate = 16_000
const channels = 2
/** A crash loses at most what one chunk holds. */
const chunkMs = 4_000
/** Sound is told a moment after it was heard; what is older is final. */
const settleMs = 2_000
/** An hour and a half of stereo. */
const maxBytes = 400_000_000

export type Recorded = {
  readonly id: string
  readonly bytes: number
  readonly durationSeconds: number
  readonly format: 'wav'
  readonly channels: number
  readonly sampleRate: number
  readonly agentChannel: 2
}

/** The file of what was received, with lengths in its header; undefined when that is no sound. */
export async function toRecording(
  { media, newId }: Context,
  received: MediaKey,
): Promise<Recorded | undefined> {
  await media.finish(received)
  const size = (await media.stat(received)) ?? 0
  const dataBytes = size - wavHeaderBytes - ((size - wavHeaderBytes) % (channels * 2))
  if (dataBytes <= 0) {
    await media.delete(received)
    return undefined
  }
  const sound = await media.read(received, {
    start: wavHeaderBytes,
    end: wavHeaderBytes + dataBytes - 1,
  })
  const whole = Readable.from(
    (async function* () {
      yield Buffer.from(wavHeader({ channels, sampleRate, dataBytes }))
      yield* sound
    })(),
    { objectMode: false },
  )
  const id = newId()
  const bytes = await media.put({ workspaceId: received.workspaceId, id }, whole, { maxBytes })
  const durationSeconds = dataBytes / (channels * 2) / sampleRate
  return { id, bytes, durationSeconds, format: 'wav', channels, sampleRate, agentChannel: 2 }
}

/** Writes both sides of a call into the media store while it goes on: the caller left, the agent right. */
export class CallRecorder {
  readonly #context: Context
  readonly #key: MediaKey
  readonly #startMs: number
  readonly #user = new SoundTrack()
  readonly #agent = new SoundTrack()
  readonly #timer: NodeJS.Timeout
  #written = 0
  #samples = 0
  #writing: Promise<void>
  #failure: Error | undefined

  constructor(context: Context, key: MediaKey, startMs: number) {
    this.#context = context
    this.#key = key
    this.#startMs = startMs
    this.#writing = this.#append(wavHeader({ channels, sampleRate, dataBytes: undefined }))
    this.#timer = setInterval(() => this.#flush(Date.now() - settleMs), chunkMs)
    this.#timer.unref()
  }

  heardUser(samples: Int16Array, endMs: number): void {
    this.#user.add(this.#sampleAt(endMs) - samples.length, samples)
  }

  heardAgent(samples: Int16Array, startMs: number): void {
    this.#agent.add(this.#sampleAt(startMs), samples)
  }

  /** Resolves once everything until that moment is in the media store. */
  async flushed(untilMs: number): Promise<void> {
    this.#flush(untilMs)
    await this.#writing
  }

  /** The file, with lengths in its header; undefined when nothing could be kept. */
  async finish(endMs: number): Promise<Recorded | undefined> {
    clearInterval(this.#timer)
    await this.flushed(endMs)
    if (this.#failure || this.#samples === 0) {
      await this.#context.media.delete(this.#key)
      return undefined
    }
    const recorded = await toRecording(this.#context, this.#key)
    await this.#context.media.delete(this.#key)
    return recorded
  }

  #flush(untilMs: number): void {
    const until = this.#sampleAt(untilMs)
    if (until <= this.#samples) return
    const stereo = new Int16Array((until - this.#samples) * channels)
    this.#user.takeInto(stereo, 0, until)
    this.#agent.takeInto(stereo, 1, until)
    const bytes = new Uint8Array(stereo.buffer)
    this.#samples = until
    this.#writing = this.#writing.then(() => this.#append(bytes))
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (this.#failure) return
    const options = { maxBytes }
    const source = Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)])
    const { bytes: written, failure } = await this.#context.media
      .append(this.#key, this.#written, source, options)
      .catch((error: unknown) => ({ bytes: 0, failure: error as Error }))
    if (failure) {
      this.#failure = failure
      this.#context.log.error({ err: failure }, 'The recording of a call stops here')
      return
    }
    this.#written = written
  }

  #sampleAt(ms: number): number {
    return Math.max(0, Math.round(((ms - this.#startMs) * sampleRate) / 1_000))
  }
}
