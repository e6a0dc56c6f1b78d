import type { ListRecordings } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { patternsOf } from '../../platform/text/like-pattern.ts'

/** Who looks: the owner's rows alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

type Runner = Pick<Executor, 'run'>

/** A recording as the contract shows it; `r`, `c` and `t` are it, its conversation and transcript. */
const shown = `json_build_object('id', r.id, 'conversation_id', r.conversation_id,
  'conversation_kind', c.kind, 'title', c.title, 'status', r.status,
  'progress', round(r.progress::numeric, 1),
  'failure', case when r.failure_code is not null
    then json_build_object('code', r.failure_code, 'message', r.failure_message) end,
  'source', r.source, 'source_url', r.source_url, 'file_name', r.file_name,
  'file_size', r.file_size, 'format', r.format, 'duration', trim_scale(r.duration_seconds),
  'channels', r.channels, 'sample_rate', r.sample_rate,
  'loudness', round(r.loudness_dbfs::numeric, 1), 'language', coalesce(t.language, r.language),
  'rep_channel', r.rep_channel, 'transcript_ready', t.id is not null, 'transcript_id', t.id,
  'contact_id', c.contact_id, 'company_id', c.company_id, 'deal_id', c.deal_id,
  'owner_id', c.owner_id, 'recorded_at', iso(c.started_at), 'completed_at', iso(r.completed_at),
  'created_at', iso(r.created_at), 'updated_at', iso(r.updated_at))`

const tables = `recording r
  join conversation c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
    and c.deleted_at is null
  left join transcript t on t.workspace_id = r.workspace_id
    and t.conversation_id = r.conversation_id`

const mayBeSeen = '($2::uuid is null or c.owner_id = $2)'
const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

const findStatement = statement(
  'find_recording',
  `select ${shown}::text as json from ${tables}
   where r.workspace_id = $1 and r.id = $3 and ${mayBeSeen}`,
)

/** The recording as JSON text. */
export async function selectRecording(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<string | undefined> {
  const [row] = await db.run<{ json: string }>(findStatement, [
    viewer.workspaceId,
    ownerOnly(viewer),
    id,
  ])
  return row?.json
}

const transcribedStatement = statement(
  'find_transcribed_recording',
  `select (${shown}::jsonb || jsonb_build_object('transcript', jsonb_build_object('id', t.id,
     'text', (select left(coalesce(string_agg(s.text, ' ' order by s.position), ''), 100000)
       from transcript_segment s where s.workspace_id = t.workspace_id and s.transcript_id = t.id),
     'speakers', (select coalesce(json_agg(json_build_object('number', s.number, 'name', s.name,
         'email', s.email, 'kind', s.kind, 'user_id', s.user_id, 'contact_id', s.contact_id)
         order by s.number), '[]')
       from transcript_speaker s
       where s.workspace_id = t.workspace_id and s.transcript_id = t.id))))::text as json
   from ${tables} where r.workspace_id = $1 and r.id = $2`,
)

/** The recording with what was said in it, as JSON text. */
export async function selectTranscribed(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<string | undefined> {
  const [row] = await tx.run<{ json: string }>(transcribedStatement, [workspaceId, id])
  return row?.json
}

const matching = `r.workspace_id = $1 and ${mayBeSeen}
  and ($3::text is null or r.status = $3) and ($4::uuid is null or r.conversation_id = $4)
  and ($5::uuid is null or c.contact_id = $5) and ($6::uuid is null or c.company_id = $6)
  and ($7::uuid is null or c.deal_id = $7) and ($8::text[] is null or c.search_text like all ($8))`

const listStatement = statement(
  'list_recordings',
  `select ${shown}::text as json, r.id from ${tables}
   where ${matching} and ($9::uuid is null or r.id < $9)
   order by r.id desc limit $10 offset $11`,
)

const countStatement = statement(
  'count_recordings',
  `select count(*) as count from recording r
     join conversation c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
       and c.deleted_at is null
   where ${matching}`,
)

function filterValues(viewer: Viewer, query: ListRecordings): unknown[] {
  return [
    viewer.workspaceId,
    ownerOnly(viewer),
    query.status ?? null,
    query.conversation_id ?? null,
    query.contact_id ?? null,
    query.company_id ?? null,
    query.deal_id ?? null,
    patternsOf(query.search),
  ]
}

/** One row more than the limit when others follow. */
export function selectRecordings(
  db: Runner,
  viewer: Viewer,
  query: ListRecordings,
): Promise<{ json: string; id: string }[]> {
  return db.run(listStatement, [
    ...filterValues(viewer, query),
    query.cursor ?? null,
    query.limit + 1,
    query.cursor ? 0 : query.offset,
  ])
}

export async function countRecordings(
  db: Runner,
  viewer: Viewer,
  query: ListRecordings,
): Promise<number> {
  const [row] = await db.run<{ count: number }>(countStatement, filterValues(viewer, query))
  return row?.count ?? 0
}

const peaksStatement = statement(
  'find_recording_peaks',
  `select r.peaks, r.duration_seconds::float8 as duration from ${tables}
   where r.workspace_id = $1 and r.id = $3 and ${mayBeSeen}`,
)

export async function selectPeaks(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<{ peaks: string | null; duration: number | null } | undefined> {
  const [row] = await db.run<{ peaks: string | null; duration: number | null }>(peaksStatement, [
    viewer.workspaceId,
    ownerOnly(viewer),
    id,
  ])
  return row
}

export type StoredFile = {
  readonly fileName: string | null
  readonly format: string | null
  readonly title: string
  readonly isStored: boolean
}

const fileStatement = statement(
  'find_recording_file',
  `select r.file_name as "fileName", r.format, c.title, r.stored_at is not null as "isStored"
   from ${tables} where r.workspace_id = $1 and r.id = $3 and ${mayBeSeen}`,
)

export async function selectFile(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<StoredFile | undefined> {
  const [row] = await db.run<StoredFile>(fileStatement, [viewer.workspaceId, ownerOnly(viewer), id])
  return row
}

const cuttableStatement = statement(
  'find_recording_to_cut',
  `select r.id, (r.duration_seconds * 1000)::float8 as "durationMs" from ${tables}
   where r.workspace_id = $1 and r.conversation_id = $2 and r.stored_at is not null`,
)

/** The stored recording of a conversation. */
export async function selectCuttable(
  db: Runner,
  workspaceId: string,
  conversationId: string,
): Promise<{ id: string; durationMs: number | null } | undefined> {
  const values = [workspaceId, conversationId]
  const [row] = await db.run<{ id: string; durationMs: number | null }>(cuttableStatement, values)
  return row
}
