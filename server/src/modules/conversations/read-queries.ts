import type { TranscriptSegment } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** Who looks: their own conversations alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

export const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

const findStatement = statement(
  'find_transcript',
  `select t.id, t.conversation_id as "conversationId" from transcript t
   join conversation c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
     and c.deleted_at is null
   where t.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2)
     and (t.id = $3 or t.conversation_id = $3 or t.conversation_id =
       (select r.conversation_id from recording r where r.workspace_id = $1 and r.id = $3))`,
)

/** By its own id, that of its conversation, or that of the conversation's recording. */
export async function findTranscript(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<{ id: string; conversationId: string } | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<{ id: string; conversationId: string }>(findStatement, values)
  return row
}

const segmentsStatement = statement(
  'segments_of_transcript',
  `select coalesce(json_agg(json_build_object('position', s.position, 'speaker', s.speaker,
     'start_ms', s.start_ms, 'end_ms', s.end_ms, 'text', s.text, 'confidence', s.confidence,
     'words', s.words::json, 'edited', s.edited) order by s.position), '[]')::text as json
   from transcript_segment s where s.workspace_id = $1 and s.transcript_id = $2`,
)

/** All segments as the contract shows them, as JSON text. */
export async function selectSegmentsShown(
  db: Runner,
  workspaceId: string,
  transcriptId: string,
): Promise<string> {
  const [row] = await db.run<{ json: string }>(segmentsStatement, [workspaceId, transcriptId])
  return row?.json ?? '[]'
}

export type Line = Pick<TranscriptSegment, 'speaker' | 'start_ms' | 'end_ms' | 'text'> & {
  readonly name: string | null
}

const linesStatement = statement(
  'lines_of_transcript',
  `select s.speaker, s.start_ms, s.end_ms, s.text, p.name
   from transcript_segment s
   left join transcript_speaker p on p.workspace_id = s.workspace_id
     and p.transcript_id = s.transcript_id and p.number = s.speaker
   where s.workspace_id = $1 and s.transcript_id = $2 order by s.position`,
)

/** What was said, with the names of those who said it. */
export function selectLines(
  db: Runner,
  workspaceId: string,
  transcriptId: string,
): Promise<Line[]> {
  return db.run<Line>(linesStatement, [workspaceId, transcriptId])
}

const editsStatement = statement(
  'edits_of_transcript',
  `select e.id, e.position, e.former_text, e.new_text, e.former_speaker, e.new_speaker,
     e.edited_by, iso(e.edited_at) as edited_at
   from transcript_edit e where e.workspace_id = $1 and e.transcript_id = $2
   order by e.edited_at desc, e.id desc limit $3 offset $4`,
)

export type EditRow = {
  readonly id: string
  readonly position: number
  readonly former_text: string
  readonly new_text: string
  readonly former_speaker: number
  readonly new_speaker: number
  readonly edited_by: string | null
  readonly edited_at: string
}

const countEditsStatement = statement(
  'count_edits_of_transcript',
  'select count(*) as total from transcript_edit where workspace_id = $1 and transcript_id = $2',
)

export async function selectEdits(
  db: Runner,
  workspaceId: string,
  transcriptId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ rows: EditRow[]; total: number }> {
  const values = [workspaceId, transcriptId]
  const rows = await db.run<EditRow>(editsStatement, [...values, limit, offset])
  const [count] = await db.run<{ total: number }>(countEditsStatement, values)
  return { rows, total: count?.total ?? 0 }
}
