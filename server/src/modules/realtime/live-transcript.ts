import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { collectTranscript, type Segment, type SpeechToText } from '../../providers/stt/index.ts'

const sampleRate = 16_000
/** How often what is not final yet is looked at again. */
const interimMs = 700
/** Longer stretches are final before they are looked at as a whole. */
const longestInterimMs = 15_000
/** Sound that waits to be heard; more means that the machine is too slow. */
const maxWaitingSamples = sampleRate * 60

type Listener = {
  readonly onFinal: (segment: Segment) => void
  /** The words since the last final ones, as they look now. */
  readonly onInterim: (text: string, startMs: number) => void
  readonly onError: (error: Error) => void
  readonly onEnd: () => void
}

type Options = { readonly language: string | undefined; readonly withInterim: boolean }

/** Hears sound as it arrives: final segments as they end, and what is said now in between. */
export function transcribeLive(
  { stt, log }: Context,
  options: Options,
  listener: Listener,
): LiveTranscript {
  if (!stt) throw new AppError('SERVICE_UNAVAILABLE', 'This server has nothing that hears.')
  const onMiss = (error: unknown) => log.debug({ err: error }, 'Nothing heard in between')
  return new LiveTranscript(stt, options, { ...listener, onMiss })
}

export class LiveTranscript {
  readonly #stt: SpeechToText
  readonly #options: Options
  readonly #listener: Listener & { readonly onMiss: (error: unknown) => void }
  readonly #stop = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #queue: Float32Array[] = []
  /** What is not final yet. */
  #tail: Float32Array[] = []
  #tailStartMs = 0
  #isEnded = false
  #isLooking = false
  #wake = () => {}

  constructor(
    stt: SpeechToText,
    options: Options,
    listener: Listener & { readonly onMiss: (error: unknown) => void },
  ) {
    this.#stt = stt
    this.#options = options
    this.#listener = listener
    this.#timer = setInterval(() => void this.#look(), interimMs)
    void this.#run()
  }

  add(samples: Float32Array): void {
    const waiting = this.#queue.reduce((sum, { length }) => sum + length, 0)
    if (waiting > maxWaitingSamples) {
      this.#listener.onError(new Error('Sound comes faster than it can be heard here.'))
      return this.close()
    }
    this.#queue.push(samples)
    this.#tail.push(samples)
    this.#wake()
  }

  /** No further sound comes. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#stop.abort()
    this.#wake()
  }

  async *#sound(): AsyncGenerator<Float32Array> {
    for (;;) {
      const next = this.#queue.shift()
      if (next) yield next
      else if (this.#isEnded || this.#stop.signal.aborted) return
      else {
        await new Promise<void>((done) => {
          this.#wake = done
        })
      }
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    const { onFinal, onError, onEnd } = this.#listener
    try {
      const { language } = this.#options
      const parts = this.#stt.transcribe({ audio: this.#sound(), language, signal })
      for await (const { segments, doneMs } of parts) {
        for (const segment of segments) onFinal(segment)
        this.#dropTail(doneMs)
      }
    } catch (error) {
      if (!signal.aborted) onError(error as Error)
    }
    clearInterval(this.#timer)
    if (!signal.aborted) onEnd()
  }

  #dropTail(untilMs: number): void {
    const drop = Math.round(((untilMs - this.#tailStartMs) * sampleRate) / 1_000)
    if (drop <= 0) return
    const all = joined(this.#tail)
    this.#tail = [all.slice(Math.min(drop, all.length))]
    this.#tailStartMs = untilMs
  }

  async #look(): Promise<void> {
    const samples = joined(this.#tail)
    const ms = (samples.length * 1_000) / sampleRate
    const { withInterim, language } = this.#options
    if (this.#isLooking || !withInterim || ms < interimMs || ms > longestInterimMs) return
    this.#isLooking = true
    const startMs = this.#tailStartMs
    const { signal } = this.#stop
    try {
      const { segments } = await collectTranscript(
        this.#stt.transcribe({ audio: only(samples), language, signal }),
      )
      const text = segments.map((segment) => segment.text.trim()).join(' ')
      if (text && startMs === this.#tailStartMs) this.#listener.onInterim(text, startMs)
    } catch (error) {
      if (!signal.aborted) this.#listener.onMiss(error)
    }
    this.#isLooking = false
  }
}

async function* only(samples: Float32Array): AsyncGenerator<Float32Array> {
  yield samples
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
