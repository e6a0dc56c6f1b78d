import type { Context } from '../../context.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { EngineVoice, SpeechStream, SynthesisRequest } from '../../providers/tts/index.ts'
import { pronounce, toPronunciation } from './pronounce-rules.ts'
import { findDictionaries, findVoice } from './queries.ts'
import { findSpeaker, languageOfScript, nearestVoice } from './speaker-rules.ts'
import { toSpokenText } from './spoken/spoken-text.ts'

/** Without a language, a voice or Arabic letters to go by. */
const defaultLanguage = 'en'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A text as people write it, and how it is to be said. */
export type Saying = Pick<SynthesisRequest, 'text' | 'speed' | 'pitch' | 'sampleRate' | 'signal'> & {
  readonly workspaceId: string
  /** An engine's voice, a voice of the workspace, or a speaker's name; others are stood in for. */
  readonly voice?: string | undefined
  /** ISO 639-1; undefined: that of the voice, or what the letters tell. */
  readonly language?: string | undefined
  /** Of the workspace; those that are gone are left out. */
  readonly dictionaryIds?: readonly string[] | undefined
  /** Loads the best voice first, instead of letting a smaller one begin. */
  readonly waitsForBest?: boolean
}

/** Which voice is heard, in which language. */
export type Voiced = {
  /** Of the engine; undefined: its default. */
  readonly voice: string | undefined
  readonly language: string
}

export type Said = Voiced & {
  readonly stream: SpeechStream
  /** Such as `embedded`. */
  readonly engine: string
}

/**
 * Says a text: words of the dictionaries as these say, figures and abbreviations in words, with the
 * voice that comes nearest to the one asked for. Throws ProviderError when nothing here can speak.
 */
export async function sayText(context: Pick<Context, 'db' | 'tts'>, saying: Saying): Promise<Said> {
  const { tts } = context
  if (!tts) throw new ProviderError('voice', false, 'None is configured.')
  const { workspaceId, text, dictionaryIds = [], speed, pitch, sampleRate, signal } = saying
  const { voice, language } = await resolveVoice(context, saying)
  const dictionaries = await findDictionaries(context.db, workspaceId, dictionaryIds)
  const words = toPronunciation(dictionaries.map((dictionary) => dictionary.words))
  const spoken = toSpokenText(pronounce(text, words), language)
  // Not to have it is no reason to say nothing: a smaller voice speaks then.
  if (saying.waitsForBest) await tts.prepare(language).catch(() => {})
  signal?.throwIfAborted()
  const request = { text: spoken, language, voice, speed, pitch, sampleRate, signal }
  return { stream: tts.synthesize(request), voice, language, engine: tts.name }
}

/** The engine's voice for what a client calls a voice, and the language it speaks then. */
export async function resolveVoice(
  { db, tts }: Pick<Context, 'db' | 'tts'>,
  {
    workspaceId,
    voice: wanted,
    language: given,
    text,
  }: Pick<Saying, 'workspaceId' | 'voice' | 'language' | 'text'>,
): Promise<Voiced> {
  const voices = tts?.voices() ?? []
  const written = given ?? languageOfScript(text)
  const own = voices.find(({ id }) => id === wanted)
  if (own) return { voice: own.id, language: written ?? languageOf(own) }
  const custom =
    wanted !== undefined && uuid.test(wanted) ? await findVoice(db, workspaceId, wanted) : undefined
  const speaker = custom ?? (wanted === undefined ? undefined : findSpeaker(wanted))
  const language = written ?? speaker?.language ?? defaultLanguage
  const named = voices.find(({ id }) => id === custom?.speaksAs)
  const nearest =
    named ?? (speaker && nearestVoice(voices, { language, gender: speaker.gender }))
  return { voice: nearest?.id, language }
}

const languageOf = ({ languages }: EngineVoice) => {
  const [first] = languages
  return first === undefined || first === '*' ? defaultLanguage : first
}
