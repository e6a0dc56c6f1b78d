import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Place } from './comment-queries.ts'

type Runner = Pick<Executor, 'run'>

const shown = `json_build_object('id', k.id, 'conversation_id', k.conversation_id,
  'title', k.title, 'start_ms', k.start_ms, 'end_ms', k.end_ms, 'created_by', k.created_by,
  'creator_name', (select u.name from app_user u where u.id = k.created_by),
  'created_at', iso(k.created_at))`

/** Those of a conversation `c`, as a list. */
export const clipsOf = `(select coalesce(json_agg(${shown} order by k.start_ms, k.id), '[]')
  from conversation_clip k
  where k.workspace_id = c.workspace_id and k.conversation_id = c.id)`

const listStatement = statement(
  'list_clips',
  `select ${shown}::text as json from conversation_clip k
   where k.workspace_id = $1 and k.conversation_id = $2
   order by k.start_ms, k.id limit $3 offset $4`,
)

export async function selectClips(
  db: Runner,
  { workspaceId, conversationId }: Omit<Place, 'id'>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<string[]> {
  const values = [workspaceId, conversationId, limit, offset]
  return (await db.run<{ json: string }>(listStatement, values)).map(({ json }) => json)
}

const countStatement = statement(
  'count_clips',
  `select count(*) as count from conversation_clip
   where workspace_id = $1 and conversation_id = $2`,
)

export async function countClips(
  db: Runner,
  { workspaceId, conversationId }: Omit<Place, 'id'>,
): Promise<number> {
  const [row] = await db.run<{ count: number }>(countStatement, [workspaceId, conversationId])
  return row?.count ?? 0
}

const findStatement = statement(
  'find_clip',
  `select ${shown}::text as json, k.created_by as "createdBy" from conversation_clip k
   where k.workspace_id = $1 and k.conversation_id = $2 and k.id = $3`,
)

export type ClipRow = { readonly json: string; readonly createdBy: string }

export async function findClip(
  db: Runner,
  { workspaceId, conversationId, id }: Place,
): Promise<ClipRow | undefined> {
  const [row] = await db.run<ClipRow>(findStatement, [workspaceId, conversationId, id])
  return row
}

const lengthStatement = statement(
  'length_for_clips',
  `select greatest(c.duration_seconds * 1000,
       (select max(r.duration_seconds) * 1000 from recording r
        where r.workspace_id = c.workspace_id and r.conversation_id = c.id),
       (select max(s.end_ms) from transcript t
        join transcript_segment s on s.workspace_id = t.workspace_id and s.transcript_id = t.id
        where t.workspace_id = c.workspace_id and t.conversation_id = c.id))::float8 as "lengthMs"
   from conversation c where c.workspace_id = $1 and c.id = $2`,
)

/** As far as anything is known of the conversation: its duration, recording or transcript; null without. */
export async function selectLength(
  db: Runner,
  { workspaceId, conversationId }: Omit<Place, 'id'>,
): Promise<number | null> {
  const rows = await db.run<{ lengthMs: number | null }>(lengthStatement, [
    workspaceId,
    conversationId,
  ])
  return rows[0]?.lengthMs ?? null
}

const insertStatement = statement(
  'insert_clip',
  `insert into conversation_clip
     (workspace_id, id, conversation_id, title, start_ms, end_ms, created_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
)

export async function insertClip(
  tx: Runner,
  row: Place & {
    readonly title: string
    readonly startMs: number
    readonly endMs: number
    readonly createdBy: string
  },
): Promise<void> {
  const { workspaceId, id, conversationId, title, startMs, endMs, createdBy } = row
  const values = [workspaceId, id, conversationId, title, startMs, endMs, createdBy]
  await tx.run(insertStatement, values)
}

const renameStatement = statement(
  'rename_clip',
  'update conversation_clip set title = $3 where workspace_id = $1 and id = $2',
)

export async function renameClip(
  tx: Runner,
  workspaceId: string,
  { id, title }: { readonly id: string; readonly title: string },
): Promise<void> {
  await tx.run(renameStatement, [workspaceId, id, title])
}

const deleteStatement = statement(
  'delete_clip',
  'delete from conversation_clip where workspace_id = $1 and id = $2',
)

export async function deleteClip(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, id])
}

export type LinkedRow = {
  readonly conversationId: string
  readonly title: string
  readonly startMs: number
  readonly endMs: number
  readonly hasAudio: boolean
  /** JSON. */
  readonly speakers: string
}

const linkedStatement = statement(
  'find_linked_clip',
  `select k.conversation_id as "conversationId", k.title, k.start_ms as "startMs",
     k.end_ms as "endMs", exists (select from recording r where r.workspace_id = c.workspace_id
       and r.conversation_id = c.id and r.stored_at is not null
       and coalesce(r.duration_seconds * 1000 > k.start_ms, true)) as "hasAudio",
     (select coalesce(json_agg(json_build_object('number', s.number, 'name', s.name,
        'kind', s.kind) order by s.number), '[]')::text
      from transcript t join transcript_speaker s
        on s.workspace_id = t.workspace_id and s.transcript_id = t.id
      where t.workspace_id = c.workspace_id and t.conversation_id = c.id) as speakers
   from conversation_clip k
   join conversation c on c.workspace_id = k.workspace_id and c.id = k.conversation_id
     and c.deleted_at is null
   where k.workspace_id = $1 and k.id = $2`,
)

/** For whoever holds a link to it. */
export async function findLinkedClip(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<LinkedRow | undefined> {
  const [row] = await db.run<LinkedRow>(linkedStatement, [workspaceId, id])
  return row
}

export type SpokenRow = {
  readonly speaker: number
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  /** JSON; null when words have no times. */
  readonly words: string | null
}

const spokenStatement = statement(
  'spoken_in_clip',
  `select s.speaker, s.start_ms as "startMs", s.end_ms as "endMs", s.text, s.words
   from transcript t join transcript_segment s
     on s.workspace_id = t.workspace_id and s.transcript_id = t.id
   where t.workspace_id = $1 and t.conversation_id = $2 and s.end_ms >= $3 and s.start_ms < $4
   order by s.position`,
)

/** Segments of which a part lies within. */
export function selectSpokenWithin(
  db: Runner,
  workspaceId: string,
  { conversationId, startMs, endMs }: Pick<LinkedRow, 'conversationId' | 'startMs' | 'endMs'>,
): Promise<SpokenRow[]> {
  return db.run<SpokenRow>(spokenStatement, [workspaceId, conversationId, startMs, endMs])
}
