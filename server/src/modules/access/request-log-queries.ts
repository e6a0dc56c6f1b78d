import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Many calls, as arrays: what is the same for many of them is sent once and pointed to. */
export type RequestBatch = {
  /** Of each call: id, which carries its time, caller, route, status, microseconds. */
  readonly ids: readonly string[]
  readonly callers: readonly number[]
  readonly routes: readonly number[]
  readonly statuses: readonly number[]
  readonly durationsUs: readonly number[]
  /** Of each caller, in the order of their numbers, from 1. */
  readonly workspaceIds: readonly string[]
  readonly keyIds: readonly (string | null)[]
  readonly userIds: readonly (string | null)[]
  readonly addresses: readonly (string | null)[]
  readonly userAgents: readonly (string | null)[]
  readonly lastSeenMs: readonly number[]
  /** Of each route, in the order of their numbers, from 1. */
  readonly methods: readonly string[]
  readonly paths: readonly string[]
}

/**
 * 9 µs of PostgreSQL's CPU a call, 3 of them for the index by key; with every column sent for every
 * call it was 14, most of it for parsing arrays, and ids made by uuidv7() here were 3 more. The
 * update stamps the keys in the same round trip.
 */
const insertRequestRows = statement(
  'insert_api_requests',
  `with caller as (
     select * from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::float8[])
       with ordinality as c (workspace_id, key_id, user_id, address, user_agent, last_ms, place)
   ), written as (
     insert into api_request (workspace_id, id, key_id, user_id, method, route, status, duration_us,
       address, user_agent)
     select c.workspace_id, r.id, c.key_id, c.user_id, o.method, o.route, r.status, r.duration_us,
       c.address, c.user_agent
     from unnest($1::uuid[], $2::int[], $3::int[], $4::smallint[], $5::int[])
       as r (id, caller, route, status, duration_us)
     join caller c on c.place = r.caller
     join unnest($12::text[], $13::text[]) with ordinality as o (method, route, place)
       on o.place = r.route
   )
   update api_key k set last_used_at = greatest(k.last_used_at, s.used_at)
   from (
     select workspace_id, key_id, to_timestamp(max(last_ms) / 1000) as used_at
     from caller where key_id is not null
     group by workspace_id, key_id
   ) s
   where k.workspace_id = s.workspace_id and k.id = s.key_id`,
)

export async function insertRequests(db: Executor, batch: RequestBatch): Promise<void> {
  await db.run(insertRequestRows, [
    plain(batch.ids),
    plain(batch.callers),
    plain(batch.routes),
    plain(batch.statuses),
    plain(batch.durationsUs),
    batch.workspaceIds,
    batch.keyIds,
    batch.userIds,
    batch.addresses,
    batch.userAgents,
    plain(batch.lastSeenMs),
    batch.methods,
    batch.paths,
  ])
}

/** Of numbers and ids, each of which pg would quote and escape. */
function plain(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`
}

export type FailureRow = {
  readonly reason: string
  readonly address: string | null
  readonly keyPreview: string
  readonly workspaceId: string | null
  readonly keyId: string | null
}

const insertFailureRows = statement(
  'insert_failed_authentications',
  `insert into failed_authentication (reason, address, key_preview, workspace_id, key_id)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])`,
)

export async function insertFailures(db: Executor, rows: readonly FailureRow[]): Promise<void> {
  await db.run(insertFailureRows, [
    rows.map((row) => row.reason),
    rows.map((row) => row.address),
    rows.map((row) => row.keyPreview),
    rows.map((row) => row.workspaceId),
    rows.map((row) => row.keyId),
  ])
}

const purgeChunk = 10_000

const deleteOldRequests = statement(
  'delete_old_api_requests',
  `with gone as (
     delete from api_request where ctid = any (array(
       select ctid from api_request where id < $1 limit ${purgeChunk}))
     returning 1)
   select count(*)::int as count from gone`,
)

const deleteOldFailures = statement(
  'delete_old_failed_authentications',
  'delete from failed_authentication where id < $1',
)

/** In pieces, so that no transaction is long. Answers how many there were. */
export async function deleteRequestsBefore(db: Executor, firstId: string): Promise<number> {
  await db.run(deleteOldFailures, [firstId])
  let deleted = 0
  for (;;) {
    const [row] = await db.run<{ count: number }>(deleteOldRequests, [firstId])
    deleted += row?.count ?? 0
    if ((row?.count ?? 0) < purgeChunk) return deleted
  }
}
