import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { collectTranscript, type Segment } from '../../providers/stt/index.ts'

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

export type LiveTranscript = {
  readonly add: (samples: Float32Array) => void
  /** No further sound comes. */
  readonly end: () => void
  readonly close: () => void
}

/** Hears sound as it arrives: final segments as they end, and what is said now in between. */
export function transcribeLive(
  context: Context,
  options: { readonly language: string | undefined; readonly withInterim: boolean },
  listener: Listener,
): LiveTranscript {
  const { stt } = context
  if (!stt) throw new AppError('SERVICE_UNAVAILABLE', 'This server has nothing that hears.')
  const stop = new AbortController()
  const queue: Float32Array[] = []
  let isEnded = false
  let wake = () => {}
  /** What is not final yet. */
  let tail: Float32Array[] = []
  let tailStartMs = 0
  let isLooking = false

  async function* sound(): AsyncGenerator<Float32Array> {
    for (;;) {
      const next = queue.shift()
      if (next) yield next
      else if (isEnded || stop.signal.aborted) return
      else await new Promise<void>((done) => (wake = done))
    }
  }

  const dropTail = (untilMs: number) => {
    const drop = Math.round(((untilMs - tailStartMs) * sampleRate) / 1_000)
    if (drop <= 0) return
    const all = joined(tail)
    tail = [all.slice(Math.min(drop, all.length))]
    tailStartMs = untilMs
  }

  const look = async () => {
    const samples = joined(tail)
    const ms = (samples.length * 1_000) / sampleRate
    if (isLooking || !options.withInterim || ms < interimMs || ms > longestInterimMs) return
    isLooking = true
    const startMs = tailStartMs
    try {
      const audio = (async function* () {
        yield samples
      })()
      const { language } = options
      const { segments } = await collectTranscript(
        stt.transcribe({ audio, language, signal: stop.signal }),
      )
      const text = segments.map((segment) => segment.text.trim()).join(' ')
      if (text && startMs === tailStartMs) listener.onInterim(text, startMs)
    } catch (error) {
      if (!stop.signal.aborted) context.log.debug({ err: error }, 'Nothing heard in between')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(() => void look(), interimMs)

  const run = async () => {
    try {
      const { language } = options
      const parts = stt.transcribe({ audio: sound(), language, signal: stop.signal })
      for await (const { segments, doneMs } of parts) {
        for (const segment of segments) listener.onFinal(segment)
        dropTail(doneMs)
      }
    } catch (error) {
      if (!stop.signal.aborted) listener.onError(error as Error)
    } finally {
      clearInterval(timer)
      if (!stop.signal.aborted) listener.onEnd()
    }
  }
  void run()

  return {
    add(samples) {
      const waiting = queue.reduce((sum, { length }) => sum + length, 0)
      if (waiting > maxWaitingSamples) {
        listener.onError(new Error('Sound comes faster than it can be heard here.'))
        stop.abort()
        return
      }
      queue.push(samples)
      tail.push(samples)
      wake()
    },
    end() {
      isEnded = true
      wake()
    },
    close() {
      clearInterval(timer)
      stop.abort()
      wake()
    },
  }
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
