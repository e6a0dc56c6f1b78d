import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const findStatement = statement(
  'find_project',
  `select id, name, iso(created_at) as "createdAt" from workspace where id = $1`,
)

export async function findProject(
  db: Runner,
  workspaceId: string,
): Promise<{ id: string; name: string; createdAt: string } | undefined> {
  const [row] = await db.run<{ id: string; name: string; createdAt: string }>(findStatement, [
    workspaceId,
  ])
  return row
}

export type Period = {
  readonly workspaceId: string
  /** Null: of everybody. */
  readonly owner: string | null
  readonly from: Date
  readonly to: Date
}

const valuesOf = ({ workspaceId, owner, from, to }: Period) => [
  workspaceId,
  owner,
  from.toISOString(),
  to.toISOString(),
]

export type JobSums = {
  readonly type: string
  readonly status: string
  readonly jobs: number
  readonly seconds: number
  readonly cost: number
}

const sumsStatement = statement(
  'sum_media_jobs',
  `select type, status, count(*) as jobs, coalesce(sum(audio_seconds), 0)::float8 as seconds,
     coalesce(sum(cost_usd), 0)::float8 as cost
   from media_job
   where workspace_id = $1 and ($2::uuid is null or created_by = $2)
     and created_at >= $3 and created_at < $4
   group by type, status`,
)

export function sumJobs(db: Runner, period: Period): Promise<JobSums[]> {
  return db.run<JobSums>(sumsStatement, valuesOf(period))
}

const callsStatement = statement(
  'sum_agent_calls',
  `select count(*) as calls, coalesce(sum(duration_seconds), 0)::float8 as seconds
   from conversation
   where workspace_id = $1 and ($2::uuid is null or owner_id = $2) and kind = 'agent_call'
     and deleted_at is null and created_at >= $3 and created_at < $4`,
)

export async function sumCalls(
  db: Runner,
  period: Period,
): Promise<{ calls: number; seconds: number }> {
  const [row] = await db.run<{ calls: number; seconds: number }>(callsStatement, valuesOf(period))
  return row ?? { calls: 0, seconds: 0 }
}

export type Bucket = {
  readonly at: string
  readonly jobs: number
  readonly calls: number
  readonly transcribedSeconds: number
  readonly spokenSeconds: number
}

const chartStatement = statement(
  'chart_project',
  `with bucket as (
     select at from generate_series(
       date_trunc($5, $3::timestamptz, 'UTC'), $4::timestamptz - interval '1 millisecond',
       ('1 ' || $5)::interval, 'UTC') as at
   ), job as (
     select date_trunc($5, created_at, 'UTC') as at, count(*) as jobs,
       coalesce(sum(audio_seconds) filter (where type = 'TRANSCRIPTION'), 0) as transcribed,
       coalesce(sum(audio_seconds) filter (where type = 'TTS'), 0) as spoken
     from media_job
     where workspace_id = $1 and ($2::uuid is null or created_by = $2)
       and created_at >= $3 and created_at < $4
     group by 1
   ), call as (
     select date_trunc($5, created_at, 'UTC') as at, count(*) as calls
     from conversation
     where workspace_id = $1 and ($2::uuid is null or owner_id = $2) and kind = 'agent_call'
       and deleted_at is null and created_at >= $3 and created_at < $4
     group by 1
   )
   select iso(bucket.at) as at, coalesce(job.jobs, 0) as jobs, coalesce(call.calls, 0) as calls,
     coalesce(job.transcribed, 0)::float8 as "transcribedSeconds",
     coalesce(job.spoken, 0)::float8 as "spokenSeconds"
   from bucket left join job on job.at = bucket.at left join call on call.at = bucket.at
   order by bucket.at`,
)

export function chartOf(
  db: Runner,
  period: Period,
  unit: 'hour' | 'day' | 'month',
): Promise<Bucket[]> {
  return db.run<Bucket>(chartStatement, [...valuesOf(period), unit])
}
