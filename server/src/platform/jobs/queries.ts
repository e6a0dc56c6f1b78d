import type { Database, Executor } from '../db/database.ts'
import { statement } from '../db/statement.ts'
import type { NewJob } from './job.ts'

const addStatement = statement(
  'add_jobs',
  `select count(*) from graphile_worker.add_jobs(
     array(select json_populate_recordset(null::graphile_worker.job_spec, $1::json)), $2)`,
)

type AddOptions = {
  /** A job that waits under the same key keeps its moment instead of taking the new one's. */
  readonly keepsRunAt?: boolean
}

/**
 * Queues jobs in the caller's transaction: they exist if, and only if, it commits. One statement and
 * one notification for all of them, so add in bulk; a notification in every small transaction was
 * measured at 3.9 times the cost.
 */
export async function addJobs(
  tx: Executor,
  jobs: readonly NewJob[],
  { keepsRunAt = false }: AddOptions = {},
): Promise<void> {
  if (jobs.length === 0) return
  const specs = jobs.map(({ name, payload, maxAttempts, runAt, key, queue }) => ({
    identifier: name,
    payload,
    max_attempts: maxAttempts,
    run_at: runAt?.toISOString(),
    job_key: key,
    queue_name: queue,
  }))
  await tx.run(addStatement, [JSON.stringify(specs), keepsRunAt])
}

const installedStatement = statement(
  'find_job_queue',
  "select to_regclass('graphile_worker.migrations') is not null as installed",
)

export async function isQueueInstalled(db: Database): Promise<boolean> {
  const [row] = await db.run<{ installed: boolean }>(installedStatement, [])
  return row?.installed === true
}

export type JobCounts = {
  /** Due and not taken. */
  readonly waiting: number
  /** Due later; tries that failed and will be repeated among them. */
  readonly scheduled: number
  readonly running: number
  /** All tries used up; they stay until somebody deletes or reschedules them. */
  readonly failed: number
}

const countStatement = statement(
  'count_jobs',
  `select
     count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now())
       as waiting,
     count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now())
       as scheduled,
     count(*) filter (where locked_at is not null) as running,
     count(*) filter (where locked_at is null and attempts >= max_attempts) as failed
   from graphile_worker.jobs`,
)

export async function countJobs(db: Database): Promise<JobCounts> {
  const [row] = await db.run<JobCounts>(countStatement, [])
  return row ?? { waiting: 0, scheduled: 0, running: 0, failed: 0 }
}

/** Each worker's listening connection carries its name, so the others see whether it is alive. */
export const workerNamePrefix = 'parley-jobs '
/** A worker that lost its connection may come back with a new one within this time. */
const lostAfter = '10 seconds'

const lostStatement = statement(
  'release_lost_jobs',
  `with lost as (
     select distinct locked_by from graphile_worker.jobs
     where locked_at < now() - interval '${lostAfter}' and not exists (
       select from pg_stat_activity
       where datname = current_database() and application_name = '${workerNamePrefix}' || locked_by)
   )
   select array_agg(locked_by) as lost, graphile_worker.force_unlock_workers(array_agg(locked_by))
   from lost having count(*) > 0`,
)

/** Gives back the jobs of workers that died; the queue itself would wait four hours. */
export async function releaseLostJobs(db: Database): Promise<string[]> {
  const [row] = await db.run<{ lost: string[] }>(lostStatement, [])
  return row?.lost ?? []
}

const claimedStatement = statement(
  'list_claimed_jobs',
  `select id::text as id from graphile_worker.jobs
   where locked_by = $1 and locked_at < now() - interval '${lostAfter}'`,
)

/** Ids of the jobs that this worker claimed some time ago and that are not done. */
export async function listClaimedJobs(db: Database, worker: string): Promise<string[]> {
  return (await db.run<{ id: string }>(claimedStatement, [worker])).map(({ id }) => id)
}

const releaseStatement = statement(
  'release_jobs',
  `with released as (
     update graphile_worker._private_jobs set locked_at = null, locked_by = null
     where locked_by = $1 and id = any ($2::bigint[]) returning job_queue_id
   )
   update graphile_worker._private_job_queues q set locked_at = null, locked_by = null
   from released where q.id = released.job_queue_id and q.locked_by = $1`,
)

/** Gives back jobs of a worker that is alive. */
export async function releaseJobs(
  db: Database,
  worker: string,
  jobIds: readonly string[],
): Promise<void> {
  await db.run(releaseStatement, [worker, jobIds])
}
