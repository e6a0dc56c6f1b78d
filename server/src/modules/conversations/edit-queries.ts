import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const shapeStatement = statement(
  'shape_of_transcript',
  `select (select count(*) from transcript_segment s where s.workspace_id = t.workspace_id
       and s.transcript_id = t.id) as segments,
     (select coalesce(max(p.number), 0) from transcript_speaker p
       where p.workspace_id = t.workspace_id and p.transcript_id = t.id) as speakers
   from transcript t where t.workspace_id = $1 and t.id = $2 for update`,
)

/** How many segments and speakers there are; holds the transcript until the transaction ends. */
export async function lockShape(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<{ segments: number; speakers: number } | undefined> {
  const [row] = await tx.run<{ segments: number; speakers: number }>(shapeStatement, [
    workspaceId,
    id,
  ])
  return row
}

export type SegmentEdit = {
  readonly id: string
  readonly position: number
  readonly text: string | undefined
  readonly speaker: number | undefined
}

const editStatement = statement(
  'edit_segments',
  `with wanted as (
     select * from json_to_recordset($3::json) as (id uuid, position int, text text, speaker int)
   ), changed as (
     select w.id, s.position, s.text as former_text, coalesce(w.text, s.text) as new_text,
       s.speaker as former_speaker, coalesce(w.speaker, s.speaker) as new_speaker
     from wanted w join transcript_segment s on s.workspace_id = $1 and s.transcript_id = $2
       and s.position = w.position
     where (s.text, s.speaker) is distinct from
       (coalesce(w.text, s.text), coalesce(w.speaker, s.speaker))
   ), noted as (
     insert into transcript_edit (workspace_id, id, transcript_id, position, former_text, new_text,
       former_speaker, new_speaker, edited_by, edited_at)
     select $1, id, $2, position, former_text, new_text, former_speaker, new_speaker, $4, $5
     from changed
   )
   update transcript_segment s set text = c.new_text, speaker = c.new_speaker, edited = true,
     words = case when s.text = c.new_text then s.words end
   from changed c
   where s.workspace_id = $1 and s.transcript_id = $2 and s.position = c.position
   returning c.former_text as "formerText", c.new_text as "newText"`,
)

/** Corrects segments and keeps what was there; answers those that changed. */
export function editSegments(
  tx: Runner,
  about: {
    readonly workspaceId: string
    readonly transcriptId: string
    readonly userId: string
    readonly at: Date
  },
  edits: readonly SegmentEdit[],
): Promise<{ formerText: string; newText: string }[]> {
  const { workspaceId, transcriptId, userId, at } = about
  const values = [workspaceId, transcriptId, JSON.stringify(edits), userId, at.toISOString()]
  return tx.run(editStatement, values)
}

const addSpeakerStatement = statement(
  'add_speaker',
  `insert into transcript_speaker (workspace_id, transcript_id, number, kind)
   values ($1, $2, $3, 'unknown') on conflict do nothing`,
)

export async function addSpeaker(
  tx: Runner,
  workspaceId: string,
  transcriptId: string,
  number: number,
): Promise<void> {
  await tx.run(addSpeakerStatement, [workspaceId, transcriptId, number])
}

const speakerStatement = statement(
  'edit_speaker',
  `update transcript_speaker set name = case when $4 then $5 else name end,
     email = case when $6 then $7 else email end, kind = coalesce($8, kind)
   where workspace_id = $1 and transcript_id = $2 and number = $3
     and (name, email, kind) is distinct from (case when $4 then $5 else name end,
       case when $6 then $7 else email end, coalesce($8, kind))
   returning number`,
)

export type SpeakerEdit = {
  readonly number: number
  /** Undefined leaves it, null clears it. */
  readonly name?: string | null | undefined
  readonly email?: string | null | undefined
  readonly kind?: string | undefined
}

/** False when nothing is different. */
export async function editSpeaker(
  tx: Runner,
  workspaceId: string,
  transcriptId: string,
  { number, name, email, kind }: SpeakerEdit,
): Promise<boolean> {
  const changed = await tx.run(speakerStatement, [
    workspaceId,
    transcriptId,
    number,
    name !== undefined,
    name ?? null,
    email !== undefined,
    email ?? null,
    kind ?? null,
  ])
  return changed.length > 0
}

const editedStatement = statement(
  'transcript_edited',
  `update transcript set edited_at = $3, updated_at = $3, word_count = word_count + $4,
     has_speakers = has_speakers or $5
   where workspace_id = $1 and id = $2`,
)

export async function noteEdited(
  tx: Runner,
  about: { readonly workspaceId: string; readonly transcriptId: string; readonly at: Date },
  { moreWords, hasSpeakers }: { readonly moreWords: number; readonly hasSpeakers: boolean },
): Promise<void> {
  const { workspaceId, transcriptId, at } = about
  await tx.run(editedStatement, [
    workspaceId,
    transcriptId,
    at.toISOString(),
    moreWords,
    hasSpeakers,
  ])
}
