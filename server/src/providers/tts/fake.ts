import { openAudioCache } from './audio-cache.ts'
import { chooseVoice } from './choose-voice.ts'
import type { EngineVoice, SynthesisRequest, TextToSpeech } from './port.ts'
import { type Line, type LineSpeaker, speakLines } from './speak-lines.ts'

export type FakeVoiceOptions = {
  /** Thrown instead of the clause that holds this text. */
  readonly failAt?: { readonly text: string; readonly error: Error } | undefined
  /** Waited for before each clause: lets a test stop in the middle. */
  readonly gate?: ((text: string) => Promise<void>) | undefined
  /** 0 keeps nothing. */
  readonly cacheBytes?: number
}

export type FakeTextToSpeech = TextToSpeech & {
  /** Every clause that was synthesised, in order: what came from memory is not among them. */
  readonly said: readonly Line[]
  readonly requests: readonly SynthesisRequest[]
}

const msPerCharacter = 60
const hertz = 220
const limits = { first: 60, others: 180 }

const voices: readonly EngineVoice[] = [
  { id: 'ann', name: 'Ann', languages: ['en'], locale: 'en-US', gender: 'female' },
  { id: 'bob', name: 'Bob', languages: ['en'], locale: 'en-US', gender: 'male' },
  { id: 'chloe', name: 'Chloé', languages: ['fr'], locale: 'fr-FR', gender: 'female' },
  { id: 'dalal', name: 'Dalal', languages: ['ar'], locale: 'ar-SA', gender: 'female' },
  { id: 'eli', name: 'Eli', languages: ['*'], locale: undefined, gender: 'male' },
]

/** Hums as long as the text would take, and keeps account of what it was asked. */
export function openFakeVoice(options: FakeVoiceOptions = {}): FakeTextToSpeech {
  const { failAt, gate, cacheBytes = 1_000_000 } = options
  const said: Line[] = []
  const requests: SynthesisRequest[] = []
  const closing = new AbortController()

  async function* say(line: Line, signal: AbortSignal): AsyncGenerator<Int16Array> {
    await gate?.(line.text)
    signal.throwIfAborted()
    if (failAt && line.text.includes(failAt.text)) throw failAt.error
    said.push(line)
    yield hum(line)
  }

  const speaker: LineSpeaker = {
    limits,
    cache: openAudioCache(cacheBytes),
    voiceFor: (request) => chooseVoice(voices, request).id,
    say,
    closing: closing.signal,
  }

  return {
    name: 'fake',
    said,
    requests,
    synthesize(request) {
      requests.push(request)
      return speakLines(speaker, request)
    },
    voices: () => voices,
    async prepare() {},
    async close() {
      closing.abort(new Error('closed'))
    },
  }
}

function hum({ text, speed, pitch, sampleRate }: Line): Int16Array {
  const ms = (text.length * msPerCharacter) / speed
  const step = (2 * Math.PI * hertz * pitch) / sampleRate
  return Int16Array.from({ length: Math.round((ms / 1_000) * sampleRate) }, (_, index) =>
    Math.round(8_000 * Math.sin(step * index)),
  )
}
