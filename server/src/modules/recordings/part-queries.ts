import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Spoken } from './merge-rules.ts'

type Runner = Pick<Executor, 'run'>

export type Part = {
  /** From 1. */
  readonly channel: number
  readonly doneMs: number
  readonly language: string | null
  readonly model: string | null
  readonly segments: readonly Spoken[]
}

const insertStatement = statement(
  'insert_recording_part',
  `with running as (
     update recording set progress = greatest(progress, $8::real)
     where workspace_id = $1 and id = $2 and status = 'processing' returning id
   )
   insert into recording_part (workspace_id, recording_id, channel, done_ms, language, model, segments)
   select $1, id, $3, $4, $5, $6, $7 from running
   on conflict (workspace_id, recording_id, channel, done_ms) do update
     set segments = excluded.segments
   returning 1`,
)

/** Keeps what was finished; false when the recording was cancelled or deleted meanwhile. */
export async function insertPart(
  db: Runner,
  workspaceId: string,
  recordingId: string,
  { part, percent }: { readonly part: Part; readonly percent: number },
): Promise<boolean> {
  const { channel, doneMs, language, model, segments } = part
  const kept = await db.run(insertStatement, [
    workspaceId,
    recordingId,
    channel,
    doneMs,
    language,
    model,
    JSON.stringify(segments),
    percent,
  ])
  return kept.length > 0
}

const selectStatement = statement(
  'select_recording_parts',
  `select channel, done_ms as "doneMs", language, model, segments from recording_part
   where workspace_id = $1 and recording_id = $2 order by channel, done_ms`,
)

export async function selectParts(
  db: Runner,
  workspaceId: string,
  recordingId: string,
): Promise<Part[]> {
  const rows = await db.run<Omit<Part, 'segments'> & { segments: string }>(selectStatement, [
    workspaceId,
    recordingId,
  ])
  return rows.map(({ segments, ...row }) => ({
    ...row,
    segments: JSON.parse(segments) as Spoken[],
  }))
}

const deleteStatement = statement(
  'delete_recording_parts',
  'delete from recording_part where workspace_id = $1 and recording_id = $2',
)

export async function deleteParts(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, id])
}
