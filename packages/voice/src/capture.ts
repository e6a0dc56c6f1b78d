import type { CaptureFacts, CaptureOptions } from './options.ts'

export type Side = 'agent' | 'user'

const sampleRate = 16_000
const usualChunkMs = 100
const usualBufferSamples = 4_096
const recorded = 'audio/webm;codecs=opus'

/** Hands the sound of a call to the page while it goes on: as it is, or as WebM with Opus. */
export class Capture {
  readonly #options: CaptureOptions
  readonly #recorders: MediaRecorder[] = []
  readonly #held: Record<Side, Int16Array[]> = { agent: [], user: [] }

  constructor(options: CaptureOptions) {
    this.#options = options
  }

  get #isEncoded(): boolean {
    return (this.#options.format ?? 'opus-webm') === 'opus-webm'
  }

  /** A side whose sound is there from now on. */
  begin(side: Side, stream: MediaStream): void {
    if (!this.#isEncoded || !this.#wants(side)) return
    const recorder = new MediaRecorder(stream, { mimeType: recorded })
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) void data.arrayBuffer().then((bytes) => this.#give(side, bytes))
    }
    recorder.start(this.#options.chunkSize ?? usualChunkMs)
    this.#recorders.push(recorder)
  }

  /** Samples as they pass; only kept where they are handed over as such. */
  heard(side: Side, samples: Int16Array): void {
    if (this.#isEncoded || !this.#wants(side)) return
    const held = this.#held[side]
    held.push(samples)
    const wanted = this.#options.bufferSize ?? usualBufferSamples
    let length = held.reduce((sum, piece) => sum + piece.length, 0)
    while (length >= wanted) {
      this.#give(side, this.#toFormat(takeFrom(held, wanted)))
      length -= wanted
    }
  }

  stop(): void {
    for (const recorder of this.#recorders) if (recorder.state !== 'inactive') recorder.stop()
    this.#recorders.length = 0
  }

  #wants(side: Side): boolean {
    const { source = 'agent', trackSourceFilter = 'microphone' } = this.#options
    return trackSourceFilter !== 'screen_share' && (source === side || source === 'both')
  }

  #toFormat(samples: Int16Array): Int16Array | Float32Array {
    if (this.#options.format === 'pcm-i16') return samples
    return Float32Array.from(samples, (sample) => sample / 32_768)
  }

  #give(source: Side, data: ArrayBuffer | Int16Array | Float32Array): void {
    const about: CaptureFacts = {
      source,
      participant: source,
      trackId: source,
      trackSource: 'microphone',
      format: this.#options.format ?? 'opus-webm',
      sampleRate,
      channels: 1,
      timestamp: Date.now(),
    }
    this.#options.callback?.(data, about)
    this.#options.onData?.(data, about)
  }
}

/** The first samples of several pieces; what is left of the last one stays. */
function takeFrom(pieces: Int16Array[], count: number): Int16Array {
  const taken = new Int16Array(count)
  for (let at = 0; at < count; ) {
    const [first] = pieces
    if (!first) break
    const part = first.subarray(0, count - at)
    taken.set(part, at)
    at += part.length
    if (part.length === first.length) pieces.shift()
    else pieces[0] = first.subarray(part.length)
  }
  return taken
}
