import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** What the background work needs to know of a recording. */
export type WorkItem = {
  readonly status: 'new' | 'processing' | 'completed' | 'failed' | 'cancelled'
  readonly conversationId: string
  readonly sourceUrl: string | null
  readonly isStored: boolean
  readonly language: string | null
  readonly repChannel: 1 | 2 | null
  readonly direction: 'inbound' | 'outbound' | null
  readonly ownerId: string
  readonly ownerName: string
  readonly ownerEmail: string
  readonly contactId: string | null
  readonly contactName: string | null
  readonly contactEmail: string | null
}

const itemStatement = statement(
  'find_recording_work',
  `select r.status, r.conversation_id as "conversationId", r.source_url as "sourceUrl",
     r.stored_at is not null as "isStored", r.language, r.rep_channel as "repChannel", c.direction,
     c.owner_id as "ownerId", u.name as "ownerName", u.email as "ownerEmail",
     x.id as "contactId", x.first_name || coalesce(' ' || x.last_name, '') as "contactName",
     x.email as "contactEmail"
   from recording r
   join conversation c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
   join app_user u on u.id = c.owner_id
   left join contact x on x.workspace_id = c.workspace_id and x.id = c.contact_id
     and x.deleted_at is null
   where r.workspace_id = $1 and r.id = $2`,
)

export async function findWork(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<WorkItem | undefined> {
  const [row] = await db.run<WorkItem>(itemStatement, [workspaceId, id])
  return row
}

const storedStatement = statement(
  'recording_stored',
  `update recording set stored_at = $3, file_size = $4, updated_at = now()
   where workspace_id = $1 and id = $2 and status = 'new' returning id`,
)

/** Notes that the file is in the store; false when nobody waits for it any more. */
export async function setStored(
  tx: Runner,
  { workspaceId, id, at, bytes }: { workspaceId: string; id: string; at: Date; bytes: number },
): Promise<boolean> {
  const values = [workspaceId, id, at.toISOString(), bytes]
  return (await tx.run(storedStatement, values)).length > 0
}

const beginStatement = statement(
  'recording_begins',
  `update recording set status = 'processing', failure_code = null, failure_message = null,
     updated_at = now()
   where workspace_id = $1 and id = $2 and status = 'new' returning id`,
)

/** False when it had begun before. */
export async function setProcessing(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(beginStatement, [workspaceId, id])).length > 0
}

const factsStatement = statement(
  'recording_facts',
  `update recording set format = $3, duration_seconds = $4, channels = $5, sample_rate = $6,
     loudness_dbfs = $7, peaks = $8 where workspace_id = $1 and id = $2`,
)
const durationStatement = statement(
  'conversation_duration',
  `update conversation set duration_seconds = coalesce(duration_seconds, $3)
   where workspace_id = $1 and id = $2`,
)

export type Facts = {
  readonly format: string
  readonly durationSeconds: number
  readonly channels: number
  readonly sampleRate: number | null
  readonly loudnessDbfs: number | null
  /** As the contract shows them. */
  readonly peaks: {
    readonly ms_per_peak: number
    readonly channels: readonly (readonly number[])[]
  }
}

export async function saveFacts(
  tx: Runner,
  workspaceId: string,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
  facts: Facts,
): Promise<void> {
  const seconds = facts.durationSeconds.toFixed(3)
  await tx.run(factsStatement, [
    workspaceId,
    id,
    facts.format,
    seconds,
    facts.channels,
    facts.sampleRate,
    facts.loudnessDbfs,
    JSON.stringify(facts.peaks),
  ])
  await tx.run(durationStatement, [workspaceId, conversationId, seconds])
}

const endStatement = statement(
  'recording_ends',
  `update recording set status = $3, failure_code = $4, failure_message = $5,
     progress = case when $3 = 'completed' then 100 else progress end,
     completed_at = case when $3 = 'completed' then $6::timestamptz end, updated_at = now()
   where workspace_id = $1 and id = $2 and status in ('new', 'processing') returning id`,
)

/** False when it is over already, or gone. */
export async function setEnded(
  tx: Runner,
  workspaceId: string,
  id: string,
  end: {
    readonly status: 'completed' | 'failed' | 'cancelled'
    readonly failure?: { readonly code: string; readonly message: string }
    readonly at: Date
  },
): Promise<boolean> {
  const { status, failure, at } = end
  const ended = await tx.run(endStatement, [
    workspaceId,
    id,
    status,
    failure?.code ?? null,
    failure?.message ?? null,
    at.toISOString(),
  ])
  return ended.length > 0
}

const againStatement = statement(
  'recording_again',
  `update recording set status = 'new', failure_code = null, failure_message = null, progress = 0,
     completed_at = null, updated_at = now()
   where workspace_id = $1 and id = $2 and status not in ('new', 'processing')
   returning stored_at is not null as "isStored"`,
)

/** Lets it be transcribed again; undefined when it still waits or runs. */
export async function setWaiting(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<{ isStored: boolean } | undefined> {
  const [row] = await tx.run<{ isStored: boolean }>(againStatement, [workspaceId, id])
  return row
}

const replaceStatement = statement(
  'recording_source_changed',
  `update recording set status = 'new', failure_code = null, failure_message = null, progress = 0,
     completed_at = null, stored_at = null, file_size = null, source = 'url', source_url = $3,
     updated_at = now()
   where workspace_id = $1 and id = $2`,
)

/** Its conversation named another address: what is fetched takes the place of the former file. */
export async function replaceSource(
  tx: Runner,
  workspaceId: string,
  id: string,
  url: string,
): Promise<void> {
  await tx.run(replaceStatement, [workspaceId, id, url])
}

const languageStatement = statement(
  'conversation_language',
  'update conversation set language = $3 where workspace_id = $1 and id = $2 and language is null',
)

export async function setLanguage(
  tx: Runner,
  workspaceId: string,
  conversationId: string,
  language: string,
): Promise<void> {
  await tx.run(languageStatement, [workspaceId, conversationId, language])
}

const statusStatement = statement(
  'recording_status',
  'select status from recording where workspace_id = $1 and id = $2',
)

export async function findStatus(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<string | undefined> {
  const [row] = await db.run<{ status: string }>(statusStatement, [workspaceId, id])
  return row?.status
}
