import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const insertConversation = statement(
  'insert_conversation_of_recording',
  `insert into conversation (workspace_id, id, kind, source, title, started_at, owner_id, contact_id,
     company_id, deal_id)
   values ($1, $2, 'recording', 'upload', $3, $4, $5, $6, $7, $8)`,
)

export async function insertOwnConversation(
  tx: Runner,
  conversation: {
    readonly workspaceId: string
    readonly id: string
    readonly title: string
    readonly startedAt: string | null
    readonly ownerId: string
    readonly contactId: string | null
    readonly companyId: string | null
    readonly dealId: string | null
  },
): Promise<void> {
  const { workspaceId, id, title, startedAt, ownerId } = conversation
  const { contactId, companyId, dealId } = conversation
  const values = [workspaceId, id, title, startedAt, ownerId, contactId, companyId, dealId]
  await tx.run(insertConversation, values)
}

export type NewRecordingRow = {
  readonly workspaceId: string
  readonly id: string
  readonly conversationId: string
  readonly source: 'upload' | 'url'
  readonly sourceUrl: string | null
  readonly fileName: string | null
  readonly fileSize: number | null
  readonly language: string | null
  readonly repChannel: number | null
  /** When the file is in the store already. */
  readonly storedAt: Date | null
}

const insertStatement = statement(
  'insert_recording',
  `insert into recording (workspace_id, id, conversation_id, source, source_url, file_name,
     file_size, language, rep_channel, stored_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (workspace_id, conversation_id) do nothing returning id`,
)

/** Answers false when the conversation has a recording already. */
export async function insertRecording(tx: Runner, row: NewRecordingRow): Promise<boolean> {
  const inserted = await tx.run(insertStatement, [
    row.workspaceId,
    row.id,
    row.conversationId,
    row.source,
    row.sourceUrl,
    row.fileName,
    row.fileSize,
    row.language,
    row.repChannel,
    row.storedAt?.toISOString() ?? null,
  ])
  return inserted.length > 0
}

const finishedStatement = statement(
  'insert_finished_recording',
  `insert into recording (workspace_id, id, conversation_id, status, source, file_name, format,
     file_size, stored_at, completed_at, duration_seconds, channels, sample_rate, rep_channel, progress)
   values ($1, $2, $3, 'completed', 'agent', $4, $5, $6, $7, $7, $8, $9, $10, $11, 100)
   on conflict (workspace_id, conversation_id) do nothing returning id`,
)

/** Answers false when the conversation has a recording already. */
export async function insertFinished(
  tx: Runner,
  recording: {
    readonly workspaceId: string
    readonly id: string
    readonly conversationId: string
    readonly bytes: number
    readonly durationSeconds: number
    readonly format: string
    readonly channels: number
    readonly sampleRate: number
    readonly agentChannel?: 1 | 2 | null
  },
  at: Date,
): Promise<boolean> {
  const { id, format } = recording
  const inserted = await tx.run(finishedStatement, [
    recording.workspaceId,
    id,
    recording.conversationId,
    `${id}.${format}`,
    format,
    recording.bytes,
    at.toISOString(),
    recording.durationSeconds.toFixed(3),
    recording.channels,
    recording.sampleRate,
    recording.agentChannel ?? null,
  ])
  return inserted.length > 0
}

const ofConversation = statement(
  'find_recording_of_conversation',
  `select id, source_url as "sourceUrl" from recording
   where workspace_id = $1 and conversation_id = $2 for update`,
)

export async function lockRecordingOf(
  tx: Runner,
  workspaceId: string,
  conversationId: string,
): Promise<{ id: string; sourceUrl: string | null } | undefined> {
  const [row] = await tx.run<{ id: string; sourceUrl: string | null }>(ofConversation, [
    workspaceId,
    conversationId,
  ])
  return row
}

const referencesStatement = statement(
  'find_references_of_recording',
  `select
     $3::uuid is null or exists (select from contact where workspace_id = $1 and id = $3
       and deleted_at is null and ($2::uuid is null or owner_id = $2)) as contact,
     $4::uuid is null or exists (select from company where workspace_id = $1 and id = $4
       and deleted_at is null and ($2::uuid is null or owner_id = $2)) as company,
     $5::uuid is null or exists (select from deal where workspace_id = $1 and id = $5
       and deleted_at is null and ($2::uuid is null or owner_id = $2)) as deal,
     $6::uuid is null or exists (select from conversation where workspace_id = $1 and id = $6
       and deleted_at is null and ($2::uuid is null or owner_id = $2)) as conversation`,
)

/** Which of the records that a recording is about exist for whoever asks. */
export async function findReferences(
  tx: Runner,
  asked: {
    readonly workspaceId: string
    /** Null: sees all rows. */
    readonly ownerOnly: string | null
    readonly contactId: string | null
    readonly companyId: string | null
    readonly dealId: string | null
    readonly conversationId: string | null
  },
): Promise<Record<'contact' | 'company' | 'deal' | 'conversation', boolean>> {
  const { workspaceId, ownerOnly, contactId, companyId, dealId, conversationId } = asked
  const values = [workspaceId, ownerOnly, contactId, companyId, dealId, conversationId]
  const [row] = await tx.run<Record<'contact' | 'company' | 'deal' | 'conversation', boolean>>(
    referencesStatement,
    values,
  )
  return row ?? { contact: false, company: false, deal: false, conversation: false }
}

const titleStatement = statement(
  'change_recording_title',
  `update conversation c set title = $3, updated_at = now() from recording r
   where r.workspace_id = $1 and r.id = $2 and c.workspace_id = r.workspace_id
     and c.id = r.conversation_id`,
)
const channelStatement = statement(
  'change_rep_channel',
  'update recording set rep_channel = $3 where workspace_id = $1 and id = $2',
)
const touchStatement = statement(
  'touch_recording',
  'update recording set updated_at = now() where workspace_id = $1 and id = $2',
)

export async function updateRecording(
  tx: Runner,
  workspaceId: string,
  id: string,
  changes: { readonly title?: string | undefined; readonly repChannel?: number | undefined },
): Promise<void> {
  const { title, repChannel } = changes
  if (title !== undefined) await tx.run(titleStatement, [workspaceId, id, title])
  if (repChannel !== undefined) await tx.run(channelStatement, [workspaceId, id, repChannel])
  await tx.run(touchStatement, [workspaceId, id])
}

const deleteStatement = statement(
  'delete_recording',
  `with gone as (
     delete from recording where workspace_id = $1 and id = $2
     returning workspace_id, conversation_id
   )
   delete from conversation c using gone
   where c.workspace_id = gone.workspace_id and c.id = gone.conversation_id
     and c.kind = 'recording' and c.source = 'upload'`,
)

/** Deletes the recording, and the conversation that was made for it. */
export async function deleteRecording(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, id])
}
