import { setTimeout as wait } from 'node:timers/promises'
import {
  type Segment,
  type SpeechToText,
  sampleRate,
  type TranscriptionRequest,
  type TranscriptPart,
} from './port.ts'
import { spreadWords } from './spread-words.ts'

type Line = { readonly startMs: number; readonly endMs: number; readonly text: string }

export type FakeScript = {
  /** What is said in every recording, in order of time. Default: nothing. */
  readonly lines?: readonly Line[] | ((call: number) => readonly Line[])
  readonly language?: string
  /** Thrown when that many segments have been given. */
  readonly failAfter?: { readonly segments: number; readonly error: unknown } | undefined
  /** Waited for before each segment: lets a test stop in the middle. */
  readonly gate?: ((segment: Segment) => Promise<void>) | undefined
}

export type FakeSpeechToText = SpeechToText & {
  /** Every request so far, with how much audio was read for it. */
  readonly calls: readonly {
    readonly startMs: number
    readonly durationMs: number | undefined
    readonly language: string | undefined
    readonly samples: number
  }[]
  /** Takes effect with the next request. */
  readonly script: (script: FakeScript) => void
}

/** Says what the script says as far as audio arrives for it; keeps account of what it was asked. */
export function openFake(first: FakeScript = {}): FakeSpeechToText {
  type Call = {
    -readonly [Key in keyof FakeSpeechToText['calls'][number]]: FakeSpeechToText['calls'][number][Key]
  }
  const calls: Call[] = []
  let script = first
  const closing = new AbortController()

  async function* transcribe(request: TranscriptionRequest): AsyncGenerator<TranscriptPart, void> {
    const { startMs = 0, durationMs, signal } = request
    const { lines = [], language = 'en', failAfter, gate } = script
    const stop = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])])
    const call: Call = { startMs, durationMs, language: request.language, samples: 0 }
    calls.push(call)
    const spoken = typeof lines === 'function' ? lines(calls.length - 1) : lines
    const due = spoken.filter((line) => line.startMs >= startMs).map(toSegment)
    const position = () => startMs + (call.samples / sampleRate) * 1_000
    const toPart = (segments: readonly Segment[], doneMs: number, isLast = false) => ({
      segments,
      doneMs,
      progress: durationMs ? (isLast ? 1 : Math.min(0.99, doneMs / durationMs)) : undefined,
      language: request.language ?? language,
      languageConfidence: 1,
      model: 'fake',
    })
    let given = 0
    for await (const chunk of request.audio) {
      stop.throwIfAborted()
      call.samples += chunk.length
      for (let next = due[0]; next && next.endMs <= position(); next = due[0]) {
        due.shift()
        if (given++ === failAfter?.segments) throw failAfter.error
        if (gate) await Promise.race([gate(next), aborted(stop)])
        stop.throwIfAborted()
        yield toPart([next], next.endMs)
      }
    }
    stop.throwIfAborted()
    yield toPart([], Math.round(position()), true)
  }

  return {
    name: 'fake',
    transcribe,
    calls,
    script(next) {
      script = next
    },
    async close() {
      closing.abort(new Error('closed'))
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  const longMs = 600_000
  await wait(longMs, undefined, { signal, ref: false }).catch(() => {})
}

function toSegment({ startMs, endMs, text }: Line): Segment {
  const at = (share: number) => Math.round(startMs + share * (endMs - startMs))
  return {
    startMs,
    endMs,
    text,
    confidence: 0.9,
    words: spreadWords(text, (from, to) => ({ startMs: at(from), endMs: at(to) })),
  }
}
