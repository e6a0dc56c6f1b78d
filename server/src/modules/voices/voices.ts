import type { ListVoices, NewVoice, Voice } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { withoutMarks } from '../../platform/text/mark-rules.ts'
import type { EngineVoice } from '../../providers/tts/index.ts'
import {
  deleteVoice,
  findVoice,
  insertVoice,
  selectVoices,
  selectVoicesById,
  type VoiceRow,
} from './queries.ts'
import { resolveVoice } from './say.ts'
import { findSpeaker, nearestVoice, type Speaker, speakers } from './speaker-rules.ts'

const notFound = () => new AppError('VOICE_NOT_FOUND', 'There is no such voice.')

const nothingMore = {
  description: null,
  image: null,
  voiceRecord: null,
  tags: [],
  isCustom: false,
  createdAt: null,
} as const

function ofEngine(engine: string, { id, name, languages, locale, gender }: EngineVoice): Voice {
  return {
    ...nothingMore,
    id,
    name,
    language: languages[0] ?? '*',
    languageCode: locale ?? null,
    gender: gender ?? null,
    provider: engine,
    speaksAs: null,
    tags: [],
  }
}

function ofSpeaker({ name, language, gender }: Speaker, voices: readonly EngineVoice[]): Voice {
  return {
    ...nothingMore,
    id: name,
    name,
    language,
    languageCode: null,
    gender,
    provider: 'speaker',
    speaksAs: nearestVoice(voices, { language, gender })?.id ?? null,
    tags: [],
  }
}

function ofWorkspace(row: VoiceRow, voices: readonly EngineVoice[]): Voice {
  const { id, name, language, gender, speaksAs, audioUrl, imageUrl, description, tags } = row
  const isThere = voices.some((voice) => voice.id === speaksAs)
  return {
    id,
    name,
    language,
    languageCode: null,
    gender,
    provider: 'custom',
    speaksAs: isThere ? speaksAs : (nearestVoice(voices, { language, gender })?.id ?? null),
    description,
    image: imageUrl,
    voiceRecord: audioUrl,
    tags,
    isCustom: true,
    createdAt: row.createdAt,
  }
}

export async function listVoices(
  { db, tts }: Context,
  { workspaceId }: Principal,
  query: ListVoices,
): Promise<{ total: number; filtered: number; voices: Voice[] }> {
  const { take, skip, search, language, gender, provider } = query
  const engine = tts?.voices() ?? []
  const all = [
    ...(await selectVoices(db, workspaceId)).map((row) => ofWorkspace(row, engine)),
    ...engine.map((voice) => ofEngine(tts?.name ?? 'embedded', voice)),
    ...speakers.map((speaker) => ofSpeaker(speaker, engine)),
  ]
  const wanted = plain(search?.trim() ?? '')
  const filtered = all.filter(
    (voice) =>
      plain(voice.name).includes(wanted) &&
      (language === undefined || voice.language === language || voice.language === '*') &&
      (gender === undefined || voice.gender === gender) &&
      (provider === undefined || voice.provider === provider),
  )
  const voices = filtered.slice((skip - 1) * take, skip * take)
  return { total: all.length, filtered: filtered.length, voices }
}

/** By their ids, as agents have them: of the workspace, of the engine, or a speaker's name. */
export async function voicesById(
  { db, tts }: Pick<Context, 'db' | 'tts'>,
  { workspaceId, voiceIds }: { readonly workspaceId: string; readonly voiceIds: readonly string[] },
): Promise<ReadonlyMap<string, Voice>> {
  if (voiceIds.length === 0) return new Map()
  const engine = tts?.voices() ?? []
  const uuids = voiceIds.filter(isUuid)
  const own = uuids.length > 0 ? await selectVoicesById(db, workspaceId, uuids) : []
  const found = voiceIds.flatMap((id): [string, Voice][] => {
    const row = own.find((one) => one.id === id.toLowerCase())
    if (row) return [[id, ofWorkspace(row, engine)]]
    const voice = engine.find((one) => one.id === id)
    if (voice) return [[id, ofEngine(tts?.name ?? 'embedded', voice)]]
    const speaker = findSpeaker(id)
    return speaker ? [[id, ofSpeaker(speaker, engine)]] : []
  })
  return new Map(found)
}

export async function createVoice(
  { db, newId, tts }: Context,
  { workspaceId }: Principal,
  voice: NewVoice,
): Promise<Voice> {
  if (voice.projectId != null && voice.projectId !== workspaceId) {
    throw new AppError('PROJECT_NOT_FOUND', 'There is no such project.')
  }
  const row = await insertVoice(db, workspaceId, { id: newId(), voice })
  if (!row) {
    const details = { field: 'name', message: 'Taken.' }
    throw new AppError('DUPLICATE_NAME', 'Another voice has that name.', details)
  }
  return ofWorkspace(row, tts?.voices() ?? [])
}

export async function removeVoice({ db }: Context, workspaceId: string, id: string): Promise<void> {
  if (!(await deleteVoice(db, workspaceId, id))) throw notFound()
}

/** Loads what the voice needs, beside the request: a large one is fetched first. */
export async function preloadVoice(
  context: Context,
  { workspaceId }: Principal,
  voiceId: string,
): Promise<void> {
  const { db, tts, log } = context
  const isKnown =
    tts?.voices().some(({ id }) => id === voiceId) === true ||
    findSpeaker(voiceId) !== undefined ||
    (isUuid(voiceId) && (await findVoice(db, workspaceId, voiceId)) !== undefined)
  if (!isKnown) throw notFound()
  const { language } = await resolveVoice(context, { workspaceId, voice: voiceId, text: '' })
  tts?.prepare(language).catch((error: unknown) => {
    log.warn({ err: error, language }, 'a voice could not be loaded')
  })
}

const plain = (text: string) => withoutMarks(text.toLowerCase())

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
