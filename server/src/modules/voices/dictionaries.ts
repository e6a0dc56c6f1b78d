import type { DictionaryChanges, NewDictionary, VoiceDictionary } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import {
  deleteDictionary,
  type DictionaryRow,
  findDictionaries,
  insertDictionary,
  selectDictionaries,
  updateDictionary,
} from './queries.ts'

const notFound = () =>
  new AppError('VOICE_DICTIONARY_NOT_FOUND', 'There is no such pronunciation dictionary.')
const taken = () =>
  new AppError('DUPLICATE_NAME', 'Another pronunciation dictionary has that name.', {
    field: 'name',
    message: 'Taken.',
  })

function toShown(workspaceId: string, row: DictionaryRow): VoiceDictionary {
  return { ...row, projectId: workspaceId }
}

export async function createDictionary(
  { db, newId }: Context,
  workspaceId: string,
  { name, words }: NewDictionary,
): Promise<VoiceDictionary> {
  const row = await insertDictionary(db, workspaceId, { id: newId(), name, words })
  if (!row) throw taken()
  return toShown(workspaceId, row)
}

export async function listDictionaries(
  { db }: Context,
  workspaceId: string,
  { take, skip, search }: { take: number; skip: number; search?: string | undefined },
): Promise<{ total: number; filtered: number; voiceDictionaries: VoiceDictionary[] }> {
  const page = { search, limit: take, offset: (skip - 1) * take }
  const { rows, total, filtered } = await selectDictionaries(db, workspaceId, page)
  return { total, filtered, voiceDictionaries: rows.map((row) => toShown(workspaceId, row)) }
}

export async function getDictionary(
  { db }: Context,
  workspaceId: string,
  id: string,
): Promise<VoiceDictionary> {
  const [row] = await findDictionaries(db, workspaceId, [id])
  if (!row) throw notFound()
  return toShown(workspaceId, row)
}

export async function changeDictionary(
  context: Context,
  workspaceId: string,
  { id, changes }: { readonly id: string; readonly changes: DictionaryChanges },
): Promise<VoiceDictionary> {
  const { name, words } = changes
  const row = await updateDictionary(context.db, workspaceId, { id, name, words })
  if (row) return toShown(workspaceId, row)
  await getDictionary(context, workspaceId, id)
  throw taken()
}

export async function removeDictionary(
  { db }: Context,
  workspaceId: string,
  id: string,
): Promise<void> {
  if (!(await deleteDictionary(db, workspaceId, id))) throw notFound()
}

/** Refuses ids of dictionaries that the workspace does not have. */
export async function requireDictionaries(
  { db }: Pick<Context, 'db'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  const found = await findDictionaries(db, workspaceId, ids)
  if (found.length < new Set(ids).size) throw notFound()
}
