import { ProviderError } from '../provider-error.ts'
import { openAudioCache } from './audio-cache.ts'
import { chooseVoice } from './choose-voice.ts'
import { askForSpeech } from './openai-speech.ts'
import { speedFor } from './pcm.ts'
import type { EngineVoice, TextToSpeech } from './port.ts'
import { type Line, type LineSpeaker, speakLines } from './speak-lines.ts'

/** Services stream, so the first clause needs not be short; the API takes 4,096 characters. */
const limits = { first: 200, others: 1_000 }
const cacheBytes = 38_400_000
const defaultTimeoutMs = 60_000
/** What the API takes as `speed`. */
const speeds = { min: 0.25, max: 4 }

export type OpenAiVoiceOptions = {
  /** Such as `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  /** Default: tts-1. */
  readonly model?: string | undefined
  /** The first, and the only one where the service is not OpenAI's. */
  readonly voice?: string | undefined
  readonly timeoutMs?: number
}

type Named = readonly [id: string, gender: EngineVoice['gender']]

/** Of OpenAI's own service. */
const known: readonly Named[] = [
  ['alloy', undefined],
  ['ash', 'male'],
  ['ballad', 'male'],
  ['coral', 'female'],
  ['echo', 'male'],
  ['fable', undefined],
  ['nova', 'female'],
  ['onyx', 'male'],
  ['sage', 'female'],
  ['shimmer', 'female'],
]

/** Text to speech by a service with OpenAI's API: OpenAI, Kokoro-FastAPI, LocalAI, vLLM, … */
export function openOpenAiVoice(options: OpenAiVoiceOptions): TextToSpeech {
  const { apiKey, model = 'tts-1', voice, timeoutMs = defaultTimeoutMs } = options
  const url = `${options.baseUrl.replace(/\/+$/, '')}/audio/speech`
  const closing = new AbortController()
  const voices = voicesOf(voice)

  async function* say(line: Line, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const pace = speedFor(line.speed, line.pitch)
    const question = {
      model,
      input: line.text,
      voice: line.voice,
      response_format: 'pcm',
      speed: Math.min(speeds.max, Math.max(speeds.min, pace)),
    }
    const { pitch, sampleRate } = line
    yield* askForSpeech({ url, apiKey, timeoutMs }, { question, pitch, sampleRate, signal })
  }

  const speaker: LineSpeaker = {
    limits,
    cache: openAudioCache(cacheBytes),
    voiceFor: (request) => chooseVoice(voices, request).id,
    say,
    closing: closing.signal,
  }

  return {
    name: 'openai',
    synthesize: (request) => speakLines(speaker, request),
    voices: () => voices,
    async prepare() {},
    async close() {
      closing.abort(new ProviderError('voice service', true, 'Parley is stopping.'))
    },
  }
}

function voicesOf(first: string | undefined): readonly EngineVoice[] {
  const named = known.some(([id]) => id === first)
  const rows: readonly Named[] =
    first === undefined || named
      ? known.toSorted(([a], [b]) => Number(b === first) - Number(a === first))
      : [[first, undefined]]
  return rows.map(([id, gender]) => ({
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    languages: ['*'],
    locale: undefined,
    gender,
  }))
}
