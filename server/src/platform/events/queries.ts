import type { Database, Executor } from '../db/database.ts'
import { statement } from '../db/statement.ts'
import type { Event } from './event.ts'

/** Any number: names the lock that makes one node at a time the relay. */
const relayLock = 7_275_310

/** Where the relay stands; snapshots are PostgreSQL's own text form, `xmin:xmax:xip,…`. */
export type RelayPosition = {
  /** Everything committed in it is done. */
  readonly relayed: string
  /** The open window ends with what is committed in it. */
  readonly target: string
  /** The open window is done up to here. */
  readonly seq: number
  /** False: `target` is the present moment, and nothing of it is done. */
  readonly resuming: boolean
}

// What the relay asks for is the newest of a table of any size. The planner cannot know: without the
// value it expects a third of the table above a bound, and has been seen to start parallel scans.
const byIndex = `set_config('enable_seqscan', 'off', true),
  set_config('max_parallel_workers_per_gather', '0', true)`

const lockStatement = statement(
  'lock_event_relay',
  `select pg_try_advisory_xact_lock($1) as locked, ${byIndex}`,
)

/** Whether this transaction is now the relay; it stays so until it ends. */
export async function tryLockRelay(tx: Executor): Promise<boolean> {
  const [row] = await tx.run<{ locked: boolean }>(lockStatement, [relayLock])
  return row?.locked === true
}

// A statement of its own, after the lock: its snapshot then sees the last relay's commit. The lock
// is not on the row, because locking a row draws a transaction id: the relay would have one below
// the target's xmax, and events that subscribers emit under it would count as done.
const positionStatement = statement(
  'find_relay_position',
  `select relayed::text as relayed, coalesce(relaying, pg_current_snapshot())::text as target, seq,
     relaying is not null as resuming
   from event_relay where name = 'main'`,
)

export async function getRelayPosition(tx: Executor): Promise<RelayPosition> {
  const [row] = await tx.run<RelayPosition>(positionStatement, [])
  if (!row) throw new Error('event_relay has lost its row main')
  return row
}

const eventColumns = `seq, id, workspace_id as "workspaceId", name, subject_type as "subjectType",
  subject_id as "subjectId", actor_user_id as "actorUserId", payload, iso(created_at) as "createdAt"`

/** Of events not in this snapshot: those it saw running, and those that came later. */
const since = (snapshot: string): string =>
  `select seq, xid, created_at from event where xid = any (array(select pg_snapshot_xip(${snapshot})))
   union all
   select seq, xid, created_at from event where xid >= pg_snapshot_xmax(${snapshot})`

// A new window is usually tiny and is found by transaction. One of more events than a batch is gone
// on with in order of seq, because finding it by transaction would sort what is left every time.
const firstStatement = statement(
  'list_first_window_events',
  `with fresh as materialized (${since('$1::pg_snapshot')}),
     batch as materialized (
       select seq from fresh where pg_visible_in_snapshot(xid, $2::pg_snapshot)
       order by seq limit $3)
   select ${eventColumns} from event where seq = any (array(select seq from batch)) order by seq`,
)
const nextStatement = statement(
  'list_next_window_events',
  `select ${eventColumns} from event
   where seq > $4 and pg_visible_in_snapshot(xid, $2::pg_snapshot)
     and not pg_visible_in_snapshot(xid, $1::pg_snapshot)
   order by seq limit $3`,
)

export function listWindowEvents(
  tx: Executor,
  { relayed, target, seq, resuming }: RelayPosition,
  limit: number,
): Promise<Event[]> {
  return resuming
    ? tx.run<Event>(nextStatement, [relayed, target, limit, seq])
    : tx.run<Event>(firstStatement, [relayed, target, limit])
}

/** Whether the subscribers emitted events of their own in this transaction. */
const emitted = `coalesce((select max(xid) from event where xid <= pg_current_xact_id())
  = pg_current_xact_id(), false) as emitted`

const advanceStatement = statement(
  'advance_relay_position',
  `update event_relay set relaying = $1::pg_snapshot, seq = $2, relayed_at = now()
   where name = 'main' returning ${emitted}`,
)
const finishStatement = statement(
  'finish_relay_window',
  `update event_relay set relayed = $1::pg_snapshot, relaying = null, seq = 0, relayed_at = now()
   where name = 'main' returning ${emitted}`,
)

/**
 * The window up to `target` is done, or if `seq` is given, done as far as that. Answers whether the
 * subscribers emitted events of their own in this transaction.
 */
export async function advanceRelay(
  tx: Executor,
  target: string,
  seq: number | undefined,
): Promise<boolean> {
  const rows =
    seq === undefined
      ? await tx.run<{ emitted: boolean }>(finishStatement, [target])
      : await tx.run<{ emitted: boolean }>(advanceStatement, [target, seq])
  return rows[0]?.emitted === true
}

// min() and max() are looked up at one end of the index, whatever the statistics say.
const waitingStatement = statement(
  'find_waiting_event',
  `select relaying is not null
     or coalesce((select max(xid) from event) >= pg_snapshot_xmax(relayed), false)
     or exists (select from pg_snapshot_xip(relayed) running
       where (select min(xid) from event where xid >= running) = running) as waiting
   from event_relay where name = 'main'`,
)

/** Whether committed events wait to be relayed: two looks into an index. */
export async function eventsWait(db: Database): Promise<boolean> {
  const [row] = await db.read<{ waiting: boolean }>(waitingStatement, [])
  return row?.waiting === true
}

/** Counting stops here: a scrape must not read a huge backlog. */
const backlogCountLimit = 10_000

const byIndexStatement = statement('prefer_indexes', `select ${byIndex}`)

const backlogStatement = statement(
  'measure_event_backlog',
  `select count(*) as count,
     coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as "ageS"
   from (
     select fresh.created_at from event_relay r, lateral (${since('r.relayed')}) fresh
     where r.name = 'main' and (r.relaying is null or fresh.seq > r.seq
       or not pg_visible_in_snapshot(fresh.xid, r.relaying))
     limit ${backlogCountLimit}
   ) backlog`,
)

/** Events not relayed yet: how many (counted up to 10,000), and the age of the oldest in seconds. */
export function measureBacklog(db: Database): Promise<{ count: number; ageS: number }> {
  return db.transaction(async (tx) => {
    await tx.run(byIndexStatement, [])
    const [row] = await tx.run<{ count: number; ageS: number }>(backlogStatement, [])
    return row ?? { count: 0, ageS: 0 }
  })
}

const deleteStatement = statement(
  'delete_old_events',
  `delete from event using event_relay r
   where event.seq = any (array(select seq from event order by seq limit $2))
     and event.created_at < $1
     and r.name = 'main' and pg_visible_in_snapshot(event.xid, r.relayed)
   returning 1`,
)

/** Of the oldest `limit` events, deletes those from before `before` that are relayed. */
export async function deleteOldEvents(db: Database, before: Date, limit: number): Promise<number> {
  return (await db.run(deleteStatement, [before.toISOString(), limit])).length
}
