import { ProviderError } from '../provider-error.ts'
import { toLanguageCode, toSegments } from './openai-reply.ts'
import { askService } from './openai-request.ts'
import { toPieces } from './pieces.ts'
import {
  type SpeechToText,
  sampleRate,
  type TranscriptionRequest,
  type TranscriptPart,
} from './port.ts'

/** 19 MB as WAV; OpenAI takes 25. What a broken connection costs is at most this much. */
const defaultPieceMs = 600_000
/** A slow machine of one's own hears ten minutes in about five. */
const defaultTimeoutMs = 900_000
/** Softer than -60 dB everywhere: nothing to hear, and Whisper would invent something. */
const silenceBelow = 0.001

/** Names of models that are remembered as unknown. */
const maxUnknown = 100

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

  const ask = openQuestions({ url, apiKey, model, timeoutMs })

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
      const reply = await ask(request.model, { audio: piece, language, signal: stop })
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

/** Asks by the model that is wanted, where the service has it, else by the usual one. */
function openQuestions(service: Parameters<typeof askService>[0]) {
  const unknown = new Set<string>()
  return async (wanted: string | undefined, question: Parameters<typeof askService>[1]) => {
    const { model } = service
    if (wanted === undefined || wanted === model || unknown.has(wanted)) {
      return askService(service, question)
    }
    try {
      return await askService({ ...service, model: wanted }, question)
    } catch (error) {
      if (!(error instanceof ProviderError) || error.retryable) throw error
      const reply = await askService(service, question)
      // The usual one hears what the other refused: it was not the sound.
      if (unknown.size < maxUnknown) unknown.add(wanted)
      return reply
    }
  }
}

const isAudible = (audio: Float32Array) => audio.some((sample) => Math.abs(sample) >= silenceBelow)
