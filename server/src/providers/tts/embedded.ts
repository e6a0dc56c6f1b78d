import type { Logger } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import { openAudioCache } from './audio-cache.ts'
import { chooseVoice } from './choose-voice.ts'
import { type EmbeddedModel, standInFor, voicesOf } from './embedded-voices.ts'
import type { SpeakerFiles, SpeakerKind } from './engine/messages.ts'
import { type Engine, startEngine } from './engine/open-engine.ts'
import { type Line, type LineSpeaker, orAborted, speakLines } from './speak-lines.ts'
import type { SynthesisRequest, TextToSpeech } from './port.ts'

/** Kokoro takes 0.9 GB: it goes when nobody was spoken to for this long. */
const idleLimitMs = 300_000
/** Twenty minutes of speech at 16 kHz. */
const cacheBytes = 38_400_000
/** Short enough that the slowest voice begins within a second. */
const limits = { first: 45, others: 180 }

type EmbeddedOptions = {
  readonly models: ModelStore
  readonly log: Logger
  /** Default: kokoro. */
  readonly model?: EmbeddedModel
  readonly idleMs?: number
}

export type EmbeddedTextToSpeech = TextToSpeech & {
  /** Of the process that speaks; undefined while none runs. For measurements. */
  readonly processId: () => number | undefined
}

/** Models of each speaker, by the names of the catalogue. */
const modelsOfSpeaker = {
  flite: ['flite'],
  espeak: ['espeak-ng'],
  kokoro: ['espeak-ng', 'kokoro-voices', 'kokoro-a', 'kokoro-b', 'kokoro-c'],
} as const

/** All that the embedded voices may fetch. */
export function modelsForSpeech(model: EmbeddedModel): readonly string[] {
  const kinds = [...new Set(voicesOf(model).map(({ speaker }) => speaker))]
  return [...new Set(kinds.flatMap((kind) => modelsOfSpeaker[kind]))]
}

/**
 * Text to speech on this machine, in a process that is started with the first sentence and ended when
 * idle. While a large voice is fetched or loaded, a small one speaks.
 */
export function openEmbeddedVoice(options: EmbeddedOptions): EmbeddedTextToSpeech {
  const { model = 'kokoro' } = options
  const voices = voicesOf(model)
  const closing = new AbortController()
  const speakers = openSpeakers(options, closing.signal)

  function voiceFor(request: SynthesisRequest): string {
    const chosen = chooseVoice(voices, request)
    if (chosen.speaker !== 'kokoro' || speakers.isReady('kokoro')) return chosen.id
    // Fetched and loaded beside the conversation.
    void speakers.open('kokoro').catch(() => {})
    return standInFor(chosen, request.language).id
  }

  async function* say(line: Line, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const voice = voices.find(({ id }) => id === line.voice)
    if (!voice) throw new Error(`There is no voice ${line.voice}.`)
    using _busy = speakers.use()
    const speaker = await orAborted(speakers.open(voice.speaker), signal)
    yield await speaker.say({ ...line, speaker: voice.speaker, voice: voice.own }, signal)
  }

  const cache = openAudioCache(cacheBytes)
  const speaker: LineSpeaker = { limits, cache, voiceFor, say, closing: closing.signal }

  return {
    name: 'embedded',
    synthesize: (request) => speakLines(speaker, request),
    voices: () => voices,
    async prepare(language) {
      await speakers.open(chooseVoice(voices, { language }).speaker)
    },
    processId: speakers.processId,
    async close() {
      closing.abort(new ProviderError('embedded voice', true, 'Parley is stopping.'))
      await speakers.stop()
    },
  }
}

/** The process that speaks, with the speakers that are open in it; started and ended as needed. */
function openSpeakers(
  { models, log, idleMs = idleLimitMs }: EmbeddedOptions,
  closing: AbortSignal,
) {
  const opened = new Map<SpeakerKind, Promise<Engine>>()
  const ready = new Set<SpeakerKind>()
  let engine: Engine | undefined
  let idle: NodeJS.Timeout | undefined
  let speaking = 0

  async function stop(): Promise<void> {
    clearTimeout(idle)
    const stopped = engine
    engine = undefined
    opened.clear()
    ready.clear()
    await stopped?.stop()
  }

  function takeEngine(): Engine {
    if (engine?.isAlive()) return engine
    opened.clear()
    ready.clear()
    engine = startEngine()
    return engine
  }

  return {
    stop,
    isReady: (kind: SpeakerKind) => ready.has(kind),
    processId: () => (engine?.isAlive() ? engine.processId() : undefined),
    /** The engine with that speaker open; what failed is tried again next time. */
    open(kind: SpeakerKind): Promise<Engine> {
      const taken = takeEngine()
      const known = opened.get(kind)
      if (known) return known
      const opening = filesOf(kind, models).then(async (files) => {
        await taken.open(files)
        if (taken === engine) ready.add(kind)
        return taken
      })
      opened.set(kind, opening)
      opening.catch((error: unknown) => {
        if (opened.get(kind) === opening) opened.delete(kind)
        if (!closing.aborted) log.warn({ kind, error: String(error) }, 'a voice is missing')
      })
      return opening
    },
    /** The process stays until nobody used it for a while. */
    use(): Disposable {
      clearTimeout(idle)
      speaking += 1
      return {
        [Symbol.dispose]() {
          speaking -= 1
          if (speaking > 0 || closing.aborted) return
          clearTimeout(idle)
          idle = setTimeout(() => void stop(), idleMs)
          idle.unref()
        },
      }
    },
  }
}

async function filesOf(kind: SpeakerKind, models: ModelStore): Promise<SpeakerFiles> {
  if (kind === 'flite') return { kind, program: (await models.get('flite'))['program'] ?? '' }
  const program = (await models.get('espeak-ng'))['espeak-ng.mjs'] ?? ''
  if (kind === 'espeak') return { kind, program }
  const voices = await models.get('kokoro-voices')
  const pieces: string[] = []
  for (const name of ['kokoro-a', 'kokoro-b', 'kokoro-c']) {
    const files = Object.entries(await models.get(name)).toSorted(([a], [b]) => (a < b ? -1 : 1))
    pieces.push(...files.map(([, path]) => path))
  }
  return { kind, pieces, voices, program }
}
