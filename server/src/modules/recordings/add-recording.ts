import type { RecordingFields } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { announce } from './announce.ts'
import { selectRecording } from './queries.ts'
import { queueFetch, queueTranscription } from './queue.ts'
import { replaceSource } from './work-queries.ts'
import {
  findReferences,
  insertOwnConversation,
  insertRecording,
  lockRecordingOf,
  type NewRecordingRow,
} from './write-queries.ts'

/** Where the audio is: in the store already, or at an address. */
type Origin =
  | { readonly url: string }
  | { readonly fileName: string | null; readonly bytes: number }

type Adding = {
  readonly id: string
  readonly fields: RecordingFields
  readonly origin: Origin
  /** Done last, while the transaction is open: what fails here undoes it. */
  readonly beforeCommit?: (tx: Executor) => Promise<void>
}

/** Makes a recording, for whoever uploads it or names its address. Answers it as JSON text. */
export async function addRecording(
  context: Context,
  principal: Principal,
  adding: Adding,
): Promise<string> {
  const { workspaceId, userId } = principal
  const { id, origin } = adding
  const json = await context.db.transaction(async (tx) => {
    await requireReferences(tx, principal, adding.fields)
    const row = toRow(context, principal, adding)
    if (row.conversationId === id) await insertConversationOf(tx, principal, adding)
    if (!(await insertRecording(tx, row))) {
      throw new AppError('CONFLICT', 'That call or meeting has a recording already.')
    }
    await announce(tx, context, 'recording.created', { workspaceId, id, actorUserId: userId })
    const queue = 'url' in origin ? queueFetch : queueTranscription
    await queue(tx, { workspaceId, recordingId: id })
    const made = await selectRecording(tx, principal, id)
    await adding.beforeCommit?.(tx)
    return made
  })
  context.wakeRelay()
  if (json === undefined) throw new Error('A recording that was just made is gone.')
  return json
}

/** A recording without a call or meeting is its own conversation, of the same id. */
function insertConversationOf(tx: Executor, principal: Principal, { id, fields, origin }: Adding) {
  return insertOwnConversation(tx, {
    workspaceId: principal.workspaceId,
    id,
    title: fields.title ?? titleOf(origin),
    startedAt: fields.recorded_at ?? null,
    ownerId: principal.userId,
    contactId: fields.contact_id ?? null,
    companyId: fields.company_id ?? null,
    dealId: fields.deal_id ?? null,
  })
}

function titleOf(origin: Origin): string {
  const name = 'url' in origin ? fileNameOf(origin.url) : origin.fileName
  return (
    name
      ?.replace(/\.\w{1,5}$/, '')
      .trim()
      .slice(0, 500) || 'Recording'
  )
}

/** The last part of an address, for people to recognise it by. */
function fileNameOf(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last).replaceAll(/[\0\p{Cs}]/gu, '') || null
  } catch {
    return last || null
  }
}

function toRow(context: Context, principal: Principal, adding: Adding): NewRecordingRow {
  const { id, fields, origin } = adding
  const isHere = !('url' in origin)
  return {
    workspaceId: principal.workspaceId,
    id,
    conversationId: fields.conversation_id ?? id,
    source: isHere ? 'upload' : 'url',
    sourceUrl: isHere ? null : origin.url,
    fileName: (isHere ? origin.fileName : fileNameOf(origin.url))?.slice(0, 255) ?? null,
    fileSize: isHere ? origin.bytes : null,
    language: fields.language ?? null,
    repChannel: fields.rep_channel ?? null,
    storedAt: isHere ? context.now() : null,
  }
}

async function requireReferences(
  tx: Executor,
  { workspaceId, userId, seesAllRows }: Principal,
  fields: RecordingFields,
): Promise<void> {
  const found = await findReferences(tx, {
    workspaceId,
    ownerOnly: seesAllRows ? null : userId,
    contactId: fields.contact_id ?? null,
    companyId: fields.company_id ?? null,
    dealId: fields.deal_id ?? null,
    conversationId: fields.conversation_id ?? null,
  })
  const refuse = (name: 'contact' | 'company' | 'deal' | 'conversation') => {
    const code = `${name.toUpperCase()}_NOT_FOUND` as 'CONTACT_NOT_FOUND'
    const field = `${name}_id`
    throw new AppError(code, `There is no such ${name}.`, { field, message: 'Not found.' })
  }
  for (const name of ['contact', 'company', 'deal', 'conversation'] as const) {
    if (!found[name]) refuse(name)
  }
}

/**
 * Gives a conversation the recording at an address, in the caller's transaction: it is fetched and
 * transcribed afterwards. The same address again changes nothing; another one takes its place. Wake
 * the relay after the commit.
 */
export async function addRecordingFromUrl(
  tx: Executor,
  context: Context,
  wanted: {
    readonly workspaceId: string
    readonly conversationId: string
    readonly url: string
    readonly actorUserId?: string | null
  },
): Promise<{ readonly recordingId: string; readonly outcome: 'created' | 'replaced' | 'kept' }> {
  const { workspaceId, conversationId, url, actorUserId = null } = wanted
  const former = await lockRecordingOf(tx, workspaceId, conversationId)
  if (former?.sourceUrl === url) return { recordingId: former.id, outcome: 'kept' }
  const id = former?.id ?? context.newId()
  if (former) await replaceSource(tx, workspaceId, id, url)
  else await insertFetched(tx, { workspaceId, id, conversationId, url })
  await queueFetch(tx, { workspaceId, recordingId: id })
  if (!former) await announce(tx, context, 'recording.created', { workspaceId, id, actorUserId })
  return { recordingId: id, outcome: former ? 'replaced' : 'created' }
}

async function insertFetched(
  tx: Executor,
  { url, ...row }: { workspaceId: string; id: string; conversationId: string; url: string },
): Promise<void> {
  await insertRecording(tx, {
    ...row,
    source: 'url',
    sourceUrl: url,
    fileName: fileNameOf(url)?.slice(0, 255) ?? null,
    fileSize: null,
    language: null,
    repChannel: null,
    storedAt: null,
  })
}
