import { ProviderError } from '../provider-error.ts'
import { Reply, toLanguageCode, toSegments } from './openai-reply.ts'
import { toPieces } from './pieces.ts'
import {
  type SpeechToText,
  sampleRate,
  type TranscriptionRequest,
  type TranscriptPart,
} from './port.ts'
import { toWavFile } from './wav-file.ts'

/** 19 MB as WAV; OpenAI takes 25. What a broken connection costs is at most this much. */
const defaultPieceMs = 600_000
/** A slow machine of one's own hears ten minutes in about five. */
const defaultTimeoutMs = 900_000
/** Softer than -60 dB everywhere: nothing to hear, and Whisper would invent something. */
const silenceBelow = 0.001
const shownReplyLength = 300

export type OpenAiOptions = {
  /** Such as `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  /** Default: whisper-1. */
  readonly model?: string | undefined
  readonly pieceMs?: number
  readonly timeoutMs?: number
}

/** Speech to text by a service that speaks OpenAI's API: OpenAI, Groq, vLLM, speaches, LocalAI, … */
export function openOpenAi(options: OpenAiOptions): SpeechToText {
  const { apiKey, model = 'whisper-1' } = options
  const { pieceMs = defaultPieceMs, timeoutMs = defaultTimeoutMs } = options
  const url = `${options.baseUrl.replace(/\/+$/, '')}/audio/transcriptions`
  const closing = new AbortController()

  async function ask(
    audio: Float32Array,
    language: string | undefined,
    signal: AbortSignal,
  ): Promise<Reply> {
    const form = new FormData()
    form.set('file', new Blob([toWavFile(audio)], { type: 'audio/wav' }), 'audio.wav')
    form.set('model', model)
    form.set('response_format', 'verbose_json')
    form.append('timestamp_granularities[]', 'segment')
    form.append('timestamp_granularities[]', 'word')
    if (language) form.set('language', language)
    const inTime = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: form,
        // A key must not follow a redirect to another host.
        redirect: 'error',
        headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
        signal: AbortSignal.any([signal, inTime]),
      })
      const body = await response.text()
      if (!response.ok) throw refusal(response.status, body)
      const reply = Reply.safeParse(parseJson(body))
      if (reply.success) return reply.data
      throw new ProviderError('speech service', false, `It answered ${toShown(body)}.`)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ProviderError) throw error
      const cause = inTime.aborted ? `No answer within ${timeoutMs / 1_000} s.` : rootOf(error)
      throw new ProviderError('speech service', true, cause)
    }
  }

  async function* transcribe(request: TranscriptionRequest): AsyncGenerator<TranscriptPart, void> {
    const { startMs = 0, durationMs, signal } = request
    const stop = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])])
    stop.throwIfAborted()
    let language = request.language
    const toPart = (segments: TranscriptPart['segments'], doneMs: number, isLast: boolean) => ({
      segments,
      doneMs,
      progress: durationMs ? (isLast ? 1 : Math.min(0.99, doneMs / durationMs)) : undefined,
      language,
      languageConfidence: request.language ? 1 : undefined,
      model,
    })
    let samples = 0
    const position = () => startMs + Math.round((samples / sampleRate) * 1_000)
    for await (const piece of toPieces(request.audio, pieceMs)) {
      stop.throwIfAborted()
      const offsetMs = position()
      samples += piece.length
      if (!isAudible(piece)) {
        yield toPart([], position(), false)
        continue
      }
      const reply = await ask(piece, language, stop)
      const segments = toSegments(reply, offsetMs, position() - offsetMs)
      // One language for the whole recording: the first piece with words decides.
      if (segments.length > 0) language ??= toLanguageCode(reply.language)
      yield toPart(segments, position(), false)
    }
    yield toPart([], position(), true)
  }

  return {
    name: 'openai',
    transcribe,
    async close() {
      closing.abort(new ProviderError('speech service', true, 'Parley is stopping.'))
    },
  }
}

const isAudible = (audio: Float32Array) => audio.some((sample) => Math.abs(sample) >= silenceBelow)

function refusal(status: number, body: string): ProviderError {
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500
  return new ProviderError('speech service', retryable, `Status ${status}: ${toShown(body)}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const toShown = (body: string) => body.replaceAll(/\s+/g, ' ').trim().slice(0, shownReplyLength)

/** fetch hides "connection refused" in the cause of its cause. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause ? rootOf(error.cause) : error
}
