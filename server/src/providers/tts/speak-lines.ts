import type { AudioCache } from './audio-cache.ts'
import { type ClauseLimits, toClauses } from './clauses.ts'
import { joinPcm } from './pcm.ts'
import {
  defaultSampleRate,
  factorLimits,
  type SpeechStream,
  type SynthesisRequest,
} from './port.ts'

/** One clause with everything that decides how it sounds. */
export type Line = {
  readonly text: string
  readonly language: string
  readonly voice: string
  readonly speed: number
  readonly pitch: number
  readonly sampleRate: number
}

export type LineSpeaker = {
  readonly limits: ClauseLimits
  readonly cache: AudioCache
  /** The engine's voice for the request. */
  readonly voiceFor: (request: SynthesisRequest) => string
  /** Says one clause; ends soon after the signal. May run for several clauses at once. */
  readonly say: (line: Line, signal: AbortSignal) => AsyncIterable<Int16Array>
  /** Fires when the engine is closed. */
  readonly closing: AbortSignal
}

/** What is longer is hardly said twice. */
const longestKept = 300
/** Audio leaves in pieces of this length, so that nobody waits long to notice an end: 40 ms. */
const pieceShare = 0.04

/** Says a text clause by clause: one is synthesised while the one before is heard. */
export function speakLines(speaker: LineSpeaker, request: SynthesisRequest): SpeechStream {
  const { sampleRate = defaultSampleRate } = request
  const iterate = () => speak(speaker, request, sampleRate)
  return { sampleRate, [Symbol.asyncIterator]: iterate }
}

async function* speak(
  speaker: LineSpeaker,
  request: SynthesisRequest,
  sampleRate: number,
): AsyncGenerator<Int16Array, void> {
  const leaving = new AbortController()
  const given = request.signal ? [request.signal] : []
  const signal = AbortSignal.any([...given, speaker.closing, leaving.signal])
  signal.throwIfAborted()
  const lines = toLines(speaker, request, sampleRate)
  let next = lines[0] && begin(speaker, lines[0], signal)
  try {
    for (let index = 0; next; index += 1) {
      const current = next
      const following = lines[index + 1]
      let isAhead = false
      for (;;) {
        const chunk = await orAborted(current(), signal)
        // The engine is free for the next clause as soon as this one is there.
        if (!isAhead) next = following && begin(speaker, following, signal)
        isAhead = true
        if (!chunk) break
        yield* inPieces(chunk, sampleRate, signal)
      }
    }
  } finally {
    leaving.abort(new Error('Nobody listens any more.'))
  }
}

function toLines(speaker: LineSpeaker, request: SynthesisRequest, sampleRate: number): Line[] {
  const { text, language, speed, pitch } = request
  const voice = speaker.voiceFor(request)
  const shared = { language, voice, speed: factor(speed), pitch: factor(pitch), sampleRate }
  return toClauses(text, language, speaker.limits).map((clause) => ({ text: clause, ...shared }))
}

function factor(wanted = 1): number {
  if (!Number.isFinite(wanted)) return 1
  return Math.min(factorLimits.max, Math.max(factorLimits.min, wanted))
}

/** Starts at once and answers what gives the chunks one by one, undefined at the end. */
function begin(speaker: LineSpeaker, line: Line, signal: AbortSignal) {
  const iterator = remembered(speaker, line, signal)
  let first: Promise<IteratorResult<Int16Array, void>> | undefined = iterator.next()
  // It may fail before anybody asks; whoever asks then is told.
  first.catch(() => {})
  return async (): Promise<Int16Array | undefined> => {
    const step = await (first ?? iterator.next())
    first = undefined
    return step.done ? undefined : step.value
  }
}

async function* remembered(
  { cache, say }: LineSpeaker,
  line: Line,
  signal: AbortSignal,
): AsyncGenerator<Int16Array, void> {
  const key = JSON.stringify(Object.values(line))
  const known = cache.get(key)
  if (known) return yield known
  const said: Int16Array[] = []
  for await (const chunk of say(line, signal)) {
    signal.throwIfAborted()
    if (line.text.length <= longestKept) said.push(chunk)
    yield chunk
  }
  if (line.text.length <= longestKept) cache.put(key, joinPcm(said))
}

function* inPieces(
  chunk: Int16Array,
  sampleRate: number,
  signal: AbortSignal,
): Generator<Int16Array> {
  const length = Math.round(sampleRate * pieceShare)
  for (let at = 0; at < chunk.length; at += length) {
    signal.throwIfAborted()
    // A copy: whoever gets it may write into it, and the cache keeps the whole.
    yield chunk.slice(at, at + length)
  }
}

/** The engine may be deep in a model: who cancelled does not wait for it. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let forget = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    forget = () => signal.removeEventListener('abort', onAbort)
  })
  return Promise.race([work, aborted]).finally(forget)
}
