import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { AboutJob } from './job.ts'

type Runner = Pick<Executor, 'run'>

export type HeardSegment = {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly confidence: number | null
  readonly words: readonly (readonly [text: string, startMs: number, endMs: number])[] | null
}

export type Part = {
  /** From 1. */
  readonly channel: number
  readonly doneMs: number
  readonly language: string | null
  readonly model: string | null
  readonly segments: readonly HeardSegment[]
}

const insertStatement = statement(
  'insert_media_job_part',
  `with running as (
     update media_job set progress = greatest(progress, $8::real), updated_at = now()
     where workspace_id = $1 and id = $2 and status = 'IN_PROGRESS' returning id
   )
   insert into media_job_part (workspace_id, job_id, channel, done_ms, language, model, segments)
   select $1, id, $3, $4, $5, $6, $7 from running
   on conflict (workspace_id, job_id, channel, done_ms) do update set segments = excluded.segments
   returning 1`,
)

/** Keeps what was finished; false when the job was cancelled or deleted meanwhile. */
export async function insertPart(
  db: Runner,
  { workspaceId, jobId }: AboutJob,
  { part, percent }: { readonly part: Part; readonly percent: number },
): Promise<boolean> {
  const { channel, doneMs, language, model, segments } = part
  const kept = await db.run(insertStatement, [
    workspaceId,
    jobId,
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
  'select_media_job_parts',
  `select channel, done_ms as "doneMs", language, model, segments from media_job_part
   where workspace_id = $1 and job_id = $2 order by channel, done_ms`,
)

export async function selectParts(db: Runner, about: AboutJob): Promise<Part[]> {
  const rows = await db.run<Omit<Part, 'segments'> & { segments: string }>(selectStatement, [
    about.workspaceId,
    about.jobId,
  ])
  return rows.map(({ segments, ...row }) => ({
    ...row,
    segments: JSON.parse(segments) as HeardSegment[],
  }))
}

const deleteStatement = statement(
  'delete_media_job_parts',
  'delete from media_job_part where workspace_id = $1 and job_id = $2',
)

export async function deleteParts(tx: Runner, about: AboutJob): Promise<void> {
  await tx.run(deleteStatement, [about.workspaceId, about.jobId])
}
