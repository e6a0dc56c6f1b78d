import type { DictionaryWord, NewVoice } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { patternOf } from '../../platform/text/like-pattern.ts'

type Runner = Pick<Executor, 'run'>

export type VoiceRow = {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly gender: 'female' | 'male' | null
  readonly speaksAs: string | null
  readonly audioUrl: string | null
  readonly imageUrl: string | null
  readonly description: string | null
  readonly tags: string[]
  readonly createdAt: string
}

const voiceColumns = `id, name, language, gender, speaks_as as "speaksAs", audio_url as "audioUrl",
  image_url as "imageUrl", description, tags, iso(created_at) as "createdAt"`

const listVoicesStatement = statement(
  'list_custom_voices',
  `select ${voiceColumns} from custom_voice where workspace_id = $1 order by lower(name) limit 1000`,
)

export function selectVoices(db: Runner, workspaceId: string): Promise<VoiceRow[]> {
  return db.run<VoiceRow>(listVoicesStatement, [workspaceId])
}

const voicesByIdStatement = statement(
  'find_custom_voices',
  `select ${voiceColumns} from custom_voice where workspace_id = $1 and id = any ($2::uuid[])`,
)

export function selectVoicesById(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<VoiceRow[]> {
  return db.run<VoiceRow>(voicesByIdStatement, [workspaceId, ids])
}

const findVoiceStatement = statement(
  'find_custom_voice',
  `select ${voiceColumns} from custom_voice where workspace_id = $1 and id = $2`,
)

export async function findVoice(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<VoiceRow | undefined> {
  const [row] = await db.run<VoiceRow>(findVoiceStatement, [workspaceId, id])
  return row
}

const insertVoiceStatement = statement(
  'insert_custom_voice',
  `insert into custom_voice (workspace_id, id, name, language, gender, speaks_as, audio_url,
     audio_transcription, image_url, dialect, description, tags)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (workspace_id, lower(name)) do nothing returning ${voiceColumns}`,
)

/** Undefined when the name is taken. */
export async function insertVoice(
  tx: Runner,
  workspaceId: string,
  { id, voice }: { readonly id: string; readonly voice: NewVoice },
): Promise<VoiceRow | undefined> {
  const [row] = await tx.run<VoiceRow>(insertVoiceStatement, [
    workspaceId,
    id,
    voice.name,
    voice.language,
    voice.gender ?? null,
    voice.speaksAs ?? null,
    voice.audioUrl ?? null,
    voice.audioTranscription ?? null,
    voice.imageUrl ?? null,
    voice.dialectId ?? null,
    voice.description ?? null,
    voice.tags,
  ])
  return row
}

const deleteVoiceStatement = statement(
  'delete_custom_voice',
  'delete from custom_voice where workspace_id = $1 and id = $2 returning id',
)

export async function deleteVoice(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteVoiceStatement, [workspaceId, id])).length > 0
}

type Stored<T> = Omit<T, 'words'> & { readonly words: string }
export type DictionaryRow = {
  readonly id: string
  readonly name: string
  readonly words: DictionaryWord[]
  readonly createdAt: string
  readonly updatedAt: string
}

const dictionaryColumns = `id, name, words, iso(created_at) as "createdAt",
  iso(updated_at) as "updatedAt"`

function toRow(row: Stored<DictionaryRow>): DictionaryRow {
  return { ...row, words: JSON.parse(row.words) as DictionaryWord[] }
}

const findDictionariesStatement = statement(
  'find_voice_dictionaries',
  `select ${dictionaryColumns} from voice_dictionary
   where workspace_id = $1 and id = any($2::uuid[]) order by array_position($2::uuid[], id)`,
)

/** In the order of the ids; those that are not there are left out. */
export async function findDictionaries(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<DictionaryRow[]> {
  if (ids.length === 0) return []
  const rows = await db.run<Stored<DictionaryRow>>(findDictionariesStatement, [workspaceId, ids])
  return rows.map(toRow)
}

const listDictionariesStatement = statement(
  'list_voice_dictionaries',
  `select ${dictionaryColumns} from voice_dictionary
   where workspace_id = $1 and ($2::text is null or without_marks(lower(name)) like $2)
   order by id desc limit $3 offset $4`,
)
const countDictionariesStatement = statement(
  'count_voice_dictionaries',
  `select count(*) as total,
     count(*) filter (where $2::text is null or without_marks(lower(name)) like $2) as filtered
   from voice_dictionary where workspace_id = $1`,
)

export async function selectDictionaries(
  db: Runner,
  workspaceId: string,
  page: { readonly search: string | undefined; readonly limit: number; readonly offset: number },
): Promise<{ total: number; filtered: number; rows: DictionaryRow[] }> {
  const { search, limit, offset } = page
  const pattern = patternOf(search)
  const rows = await db.run<Stored<DictionaryRow>>(listDictionariesStatement, [
    workspaceId,
    pattern,
    limit,
    offset,
  ])
  const [counts] = await db.run<{ total: number; filtered: number }>(countDictionariesStatement, [
    workspaceId,
    pattern,
  ])
  return { total: 0, filtered: 0, ...counts, rows: rows.map(toRow) }
}

const insertDictionaryStatement = statement(
  'insert_voice_dictionary',
  `insert into voice_dictionary (workspace_id, id, name, words) values ($1, $2, $3, $4)
   on conflict (workspace_id, lower(name)) do nothing returning ${dictionaryColumns}`,
)

/** Undefined when the name is taken. */
export async function insertDictionary(
  tx: Runner,
  workspaceId: string,
  dictionary: Pick<DictionaryRow, 'id' | 'name' | 'words'>,
): Promise<DictionaryRow | undefined> {
  const { id, name, words } = dictionary
  const values = [workspaceId, id, name, JSON.stringify(words)]
  const [row] = await tx.run<Stored<DictionaryRow>>(insertDictionaryStatement, values)
  return row && toRow(row)
}

const updateDictionaryStatement = statement(
  'update_voice_dictionary',
  `update voice_dictionary d set name = coalesce($3, name), words = coalesce($4, words),
     updated_at = now()
   where workspace_id = $1 and id = $2 and not exists (
     select from voice_dictionary o
     where o.workspace_id = $1 and o.id <> $2 and lower(o.name) = lower($3))
   returning ${dictionaryColumns}`,
)

/** Undefined when it is not there, or another one has the name. */
export async function updateDictionary(
  tx: Runner,
  workspaceId: string,
  change: {
    readonly id: string
    readonly name: string | undefined
    readonly words: readonly DictionaryWord[] | undefined
  },
): Promise<DictionaryRow | undefined> {
  const { id, name = null, words } = change
  const values = [workspaceId, id, name, words ? JSON.stringify(words) : null]
  const [row] = await tx.run<Stored<DictionaryRow>>(updateDictionaryStatement, values)
  return row && toRow(row)
}

const deleteDictionaryStatement = statement(
  'delete_voice_dictionary',
  'delete from voice_dictionary where workspace_id = $1 and id = $2 returning id',
)

export async function deleteDictionary(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  return (await tx.run(deleteDictionaryStatement, [workspaceId, id])).length > 0
}
