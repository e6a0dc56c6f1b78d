import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { AboutJob, Outcome, WorkItem } from './job.ts'
import { type JobRow, shownColumns } from './queries.ts'

type Runner = Pick<Executor, 'run'>

const workStatement = statement(
  'find_media_work',
  `select type, status, wish, media_url as "mediaUrl", stored_at is not null as "isStored",
     language, voice, source_id as "sourceId"
   from media_job where workspace_id = $1 and id = $2`,
)

export async function findWork(db: Runner, about: AboutJob): Promise<WorkItem | undefined> {
  const [row] = await db.run<WorkItem>(workStatement, [about.workspaceId, about.jobId])
  return row
}

const rowStatement = statement(
  'find_media_job_row',
  `select ${shownColumns}, webhook_authorization as "webhookAuthorization"
   from media_job where workspace_id = $1 and id = $2`,
)

export async function findRow(
  db: Runner,
  about: AboutJob,
): Promise<(JobRow & { readonly webhookAuthorization: string | null }) | undefined> {
  const [row] = await db.run<JobRow & { webhookAuthorization: string | null }>(rowStatement, [
    about.workspaceId,
    about.jobId,
  ])
  return row
}

const beginStatement = statement(
  'media_job_begins',
  `update media_job set status = 'IN_PROGRESS', updated_at = now()
   where workspace_id = $1 and id = $2 and status = 'PENDING'`,
)

export async function setRunning(tx: Runner, about: AboutJob): Promise<void> {
  await tx.run(beginStatement, [about.workspaceId, about.jobId])
}

const storedStatement = statement(
  'media_job_stored',
  `update media_job set stored_at = $3, progress = greatest(progress, 5), updated_at = now()
   where workspace_id = $1 and id = $2 and status = 'IN_PROGRESS' returning id`,
)

/** False when nobody waits for it any more. */
export async function setStored(tx: Runner, about: AboutJob, at: Date): Promise<boolean> {
  const values = [about.workspaceId, about.jobId, at.toISOString()]
  return (await tx.run(storedStatement, values)).length > 0
}

const progressStatement = statement(
  'media_job_progress',
  `update media_job set progress = greatest(progress, $3::real), updated_at = now()
   where workspace_id = $1 and id = $2 and status = 'IN_PROGRESS'`,
)

export async function setProgress(db: Runner, about: AboutJob, percent: number): Promise<void> {
  await db.run(progressStatement, [about.workspaceId, about.jobId, percent])
}

const completeStatement = statement(
  'media_job_completed',
  `update media_job set status = 'COMPLETED', result = $3, engine = $4,
     language = coalesce($5, language), audio_seconds = $6, cost_usd = $7, progress = 100,
     stored_at = null, completed_at = $8, updated_at = now(),
     webhook_status = case when webhook_url is null then 'NONE' else 'PENDING' end
   where workspace_id = $1 and id = $2 and status = 'IN_PROGRESS' returning ${shownColumns}`,
)

/** Undefined when it was cancelled or deleted meanwhile. */
export async function setCompleted(
  tx: Runner,
  about: AboutJob,
  { outcome, at }: { readonly outcome: Outcome; readonly at: Date },
): Promise<JobRow | undefined> {
  const [row] = await tx.run<JobRow>(completeStatement, [
    about.workspaceId,
    about.jobId,
    JSON.stringify(outcome.result),
    outcome.engine,
    outcome.language,
    outcome.audioSeconds?.toFixed(3) ?? null,
    outcome.costUsd?.toFixed(6) ?? null,
    at.toISOString(),
  ])
  return row
}

const failStatement = statement(
  'media_job_failed',
  `update media_job set status = 'FAILED', failure_code = $3, failure_message = $4,
     stored_at = null, completed_at = $5, updated_at = now(),
     webhook_status = case when webhook_url is null then 'NONE' else 'PENDING' end
   where workspace_id = $1 and id = $2 and status in ('PENDING', 'IN_PROGRESS')
   returning ${shownColumns}`,
)

export async function setFailed(
  tx: Runner,
  about: AboutJob,
  failure: { readonly code: string; readonly message: string; readonly at: Date },
): Promise<JobRow | undefined> {
  const { code, message, at } = failure
  const values = [about.workspaceId, about.jobId, code, message, at.toISOString()]
  const [row] = await tx.run<JobRow>(failStatement, values)
  return row
}

const toldStatement = statement(
  'media_job_told',
  `update media_job set webhook_status = $3, webhook_error = $4, updated_at = now()
   where workspace_id = $1 and id = $2 and webhook_status = 'PENDING'`,
)

export async function setTold(
  db: Runner,
  about: AboutJob,
  told: { readonly status: 'DELIVERED' | 'FAILED' | 'PENDING'; readonly error: string | null },
): Promise<void> {
  await db.run(toldStatement, [about.workspaceId, about.jobId, told.status, told.error])
}
