import type { JobStatus } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { AboutJob, WorkType } from './job.ts'

type Runner = Pick<Executor, 'run'>

/** Who looks: the jobs they made alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

export type NewJobRow = {
  readonly workspaceId: string
  readonly id: string
  readonly type: WorkType
  readonly title: string | null
  readonly model: string | null
  readonly processingType: string
  readonly wish: unknown
  readonly mediaUrl: string | null
  readonly language: string | null
  readonly voice: string | null
  readonly sourceId: string | null
  readonly webhookUrl: string | null
  readonly webhookAuthorization: string | null
  readonly createdBy: string
  readonly apiKeyId: string | null
}

const insertStatement = statement(
  'insert_media_job',
  `insert into media_job (workspace_id, id, type, title, model, processing_type, wish, media_url,
     language, voice, source_id, webhook_url, webhook_authorization, created_by, api_key_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
)

export async function insertJob(tx: Runner, row: NewJobRow): Promise<void> {
  await tx.run(insertStatement, [
    row.workspaceId,
    row.id,
    row.type,
    row.title,
    row.model,
    row.processingType,
    JSON.stringify(row.wish),
    row.mediaUrl,
    row.language,
    row.voice,
    row.sourceId,
    row.webhookUrl,
    row.webhookAuthorization,
    row.createdBy,
    row.apiKeyId,
  ])
}

export type JobRow = {
  readonly id: string
  readonly type: WorkType
  readonly status: JobStatus
  readonly title: string | null
  readonly model: string | null
  readonly processingType: string
  readonly wish: string
  readonly mediaUrl: string | null
  readonly language: string | null
  readonly voice: string | null
  readonly sourceId: string | null
  /** JSON. */
  readonly result: string | null
  readonly engine: string | null
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly progress: number
  readonly audioSeconds: number | null
  readonly costUsd: number | null
  readonly webhookUrl: string | null
  readonly webhookStatus: 'NONE' | 'PENDING' | 'DELIVERED' | 'FAILED'
  readonly createdBy: string
  readonly apiKeyId: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly completedAt: string | null
}

export const shownColumns = `id, type, status, title, model, processing_type as "processingType",
  wish, media_url as "mediaUrl", language, voice, source_id as "sourceId", result, engine,
  failure_code as "failureCode", failure_message as "failureMessage",
  round(progress::numeric, 1)::float8 as progress, audio_seconds::float8 as "audioSeconds",
  cost_usd::float8 as "costUsd", webhook_url as "webhookUrl", webhook_status as "webhookStatus",
  created_by as "createdBy", api_key_id as "apiKeyId", iso(created_at) as "createdAt",
  iso(updated_at) as "updatedAt", iso(completed_at) as "completedAt"`

export const mayBeSeen = '($2::uuid is null or created_by = $2)'
export const ownerOnly = ({ seesAllRows, userId }: Viewer): string | null =>
  seesAllRows ? null : userId

const findStatement = statement(
  'find_media_job',
  `select ${shownColumns} from media_job where workspace_id = $1 and ${mayBeSeen} and id = $3`,
)

export async function findJob(db: Runner, viewer: Viewer, id: string): Promise<JobRow | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<JobRow>(findStatement, values)
  return row
}

const cancelStatement = statement(
  'cancel_media_job',
  `update media_job set status = 'CANCELLED', stored_at = null, updated_at = now(), completed_at = null
   where workspace_id = $1 and ${mayBeSeen} and id = $3 and status in ('PENDING', 'IN_PROGRESS')
   returning id`,
)

/** False when it has ended, or is not there. */
export async function cancelJob(tx: Runner, viewer: Viewer, id: string): Promise<boolean> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  return (await tx.run(cancelStatement, values)).length > 0
}

const againStatement = statement(
  'repeat_media_job',
  `update media_job set status = 'PENDING', failure_code = null, failure_message = null,
     progress = 0, result = null, stored_at = null, completed_at = null, webhook_status = 'NONE',
     webhook_error = null, updated_at = now()
   where workspace_id = $1 and ${mayBeSeen} and id = $3 and status in ('FAILED', 'CANCELLED')
   returning id`,
)

/** False when it still waits or runs, was done, or is not there. */
export async function repeatJob(tx: Runner, viewer: Viewer, id: string): Promise<boolean> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  return (await tx.run(againStatement, values)).length > 0
}

const deleteStatement = statement(
  'delete_media_job',
  `delete from media_job where workspace_id = $1 and ${mayBeSeen} and id = $3 returning id`,
)

export async function deleteJob(tx: Runner, viewer: Viewer, id: string): Promise<boolean> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  return (await tx.run(deleteStatement, values)).length > 0
}

// By the index of each workspace: a job is made before it ends.
const endedStatement = statement(
  'delete_ended_media_jobs',
  `delete from media_job j using (
     select o.workspace_id, o.id from workspace w cross join lateral (
       select workspace_id, id from media_job o
       where o.workspace_id = w.id and o.created_at < $1 and o.updated_at < $1
         and o.status in ('COMPLETED', 'FAILED', 'CANCELLED')
       order by o.created_at limit $2
     ) o limit $2
   ) old
   where j.workspace_id = old.workspace_id and j.id = old.id
   returning j.workspace_id as "workspaceId", j.id as "jobId", j.type`,
)
/** Few enough to hold locks only briefly. */
const rowsAtOnce = 500

/** Deletes some of those that nothing has happened to since; none: there are no more. */
export function deleteEnded(
  tx: Runner,
  before: Date,
): Promise<(AboutJob & { readonly type: WorkType })[]> {
  return tx.run(endedStatement, [before.toISOString(), rowsAtOnce])
}
