import type { Backup, FailedJob, JobQueue } from '@parley/contract'
import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

// --- processes

export type NodeRow = {
  readonly id: string
  readonly host: string
  readonly pid: number
  readonly version: string
  readonly roles: string[]
  readonly started_at: string
  readonly seen_at: string
}

const saving = statement(
  'save_server_node',
  `insert into server_node (id, host, pid, version, roles, started_at, seen_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (id) do update set seen_at = excluded.seen_at`,
)
/** Those that died without a word are shown as dead for an hour. */
const forgetting = statement(
  'forget_server_nodes',
  `delete from server_node where seen_at < $1::timestamptz - interval '1 hour'`,
)

export async function saveNode(
  db: Database,
  node: Omit<NodeRow, 'started_at' | 'seen_at' | 'roles'> & {
    readonly roles: readonly string[]
    readonly startedAt: Date
  },
  at: Date,
): Promise<void> {
  const { id, host, pid, version, roles, startedAt } = node
  await db.run(saving, [id, host, pid, version, roles, startedAt, at])
  await db.run(forgetting, [at])
}

const deletion = statement('delete_server_node', 'delete from server_node where id = $1')

export async function deleteNode(db: Database, id: string): Promise<void> {
  await db.run(deletion, [id])
}

const nodeList = statement(
  'list_server_nodes',
  `select id, host, pid, version, roles, iso(started_at) as started_at, iso(seen_at) as seen_at
   from server_node order by started_at desc limit 200`,
)

export function listNodes(db: Database): Promise<NodeRow[]> {
  return db.run<NodeRow>(nodeList, [])
}

// --- queues

const queues = statement(
  'list_job_queues',
  `select task_identifier as name,
     (count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now()))::int
       as waiting,
     (count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now()))::int
       as scheduled,
     (count(*) filter (where locked_at is not null))::int as running,
     (count(*) filter (where locked_at is null and attempts >= max_attempts))::int as failed,
     iso(min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= now()))
       as oldest_at
   from graphile_worker.jobs group by 1 order by failed desc, waiting desc, name`,
)

export function listQueues(db: Database): Promise<JobQueue[]> {
  return db.run<JobQueue>(queues, [])
}

const failures = statement(
  'list_failed_jobs',
  `select id::text as id, task_identifier as name, attempts, coalesce(left(last_error, 4000), '') as error,
     iso(created_at) as created_at, iso(updated_at) as failed_at
   from graphile_worker.jobs
   where locked_at is null and attempts >= max_attempts and ($1::text is null or task_identifier = $1)
   order by updated_at desc, graphile_worker.jobs.id desc limit $2`,
)

export function selectFailedJobs(
  db: Database,
  { name, limit }: { readonly name: string | null; readonly limit: number },
): Promise<FailedJob[]> {
  return db.run<FailedJob>(failures, [name, limit])
}

// Nobody else works on what has failed: the rows are locked while it is looked whether they have.
const failedOf = `select array_agg(id) as ids from (
  select id from graphile_worker._private_jobs
  where id = any ($1::bigint[]) and locked_at is null and attempts >= max_attempts for update) failed`

const retrying = statement(
  'retry_failed_jobs',
  `with failed as materialized (${failedOf})
   select job.id from failed, graphile_worker.reschedule_jobs(failed.ids, run_at := now(), attempts := 0) job
   where failed.ids is not null`,
)
const discarding = statement(
  'discard_failed_jobs',
  `with failed as materialized (${failedOf})
   select job.id from failed, graphile_worker.complete_jobs(failed.ids) job
   where failed.ids is not null`,
)
const telling = statement('tell_of_jobs', `select pg_notify('jobs:insert', '{"count":1}')`)

/** Answers how many there were. */
export async function rescheduleFailed(db: Database, ids: readonly string[]): Promise<number> {
  const { length } = await db.run(retrying, [ids])
  if (length > 0) await db.run(telling, [])
  return length
}

export async function deleteFailed(db: Database, ids: readonly string[]): Promise<number> {
  return (await db.run(discarding, [ids])).length
}

// What a paused endpoint keeps back is not due.
const deliveries = statement(
  'measure_webhook_backlog',
  `select count(*)::int as waiting,
     coalesce(extract(epoch from $1::timestamptz - min(next_attempt_at)), 0)::float8 as "lagS"
   from (
     select d.next_attempt_at from webhook_endpoint e
     join webhook_delivery d on d.workspace_id = e.workspace_id and d.endpoint_id = e.id
     where e.is_active and e.paused_at is null and d.state = 'pending' and d.next_attempt_at <= $1
     limit 10000
   ) due`,
)

export async function measureDeliveries(
  db: Database,
  now: Date,
): Promise<{ waiting: number; lagS: number }> {
  const [row] = await db.run<{ waiting: number; lagS: number }>(deliveries, [now])
  return row ?? { waiting: 0, lagS: 0 }
}

// --- room

const versionOf = statement(
  'postgres_version',
  `select current_setting('server_version') as version`,
)

export async function postgresVersion(db: Database): Promise<string> {
  const [row] = await db.run<{ version: string }>(versionOf, [])
  return row?.version ?? ''
}

const size = statement(
  'database_size',
  'select pg_database_size(current_database())::float8 as bytes',
)

export async function databaseSize(db: Database): Promise<number> {
  const [row] = await db.run<{ bytes: number }>(size, [])
  return row?.bytes ?? 0
}

const tables = statement(
  'largest_tables',
  `select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name,
     pg_total_relation_size(c.oid)::float8 as bytes, greatest(c.reltuples, s.n_live_tup, 0)::float8 as rows
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   left join pg_stat_all_tables s on s.relid = c.oid
   where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
   order by 2 desc limit $1`,
)

export function largestTables(
  db: Database,
  limit: number,
): Promise<{ name: string; bytes: number; rows: number }[]> {
  return db.run(tables, [limit])
}

const lastOne = statement(
  'last_server_backup',
  `select iso(made_at) as made_at, way, tables, rows::float8 as rows, bytes::float8 as bytes
   from server_backup order by made_at desc, id desc limit 1`,
)

export async function findLastBackup(db: Database): Promise<Backup | undefined> {
  const [row] = await db.run<Backup>(lastOne, [])
  return row
}
