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

const lockStatement = statement(
  'lock_event_relay',
  'select pg_try_advisory_xact_lock($1) as locked',
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

/** Not in snapshot $1, as ranges of the index: those it saw running, and those that came later. */
const since = `select * from event where xid = any (array(select pg_snapshot_xip($1::pg_snapshot)))
  union all select * from event where xid >= pg_snapshot_xmax($1::pg_snapshot)`

// A new window is usually tiny and is read by transaction. One of more events than a batch is gone
// on with in order of seq, because reading it by transaction would sort what is left every time.
const firstStatement = statement(
  'list_first_window_events',
  `select ${eventColumns} from (${since}) window_event
   where pg_visible_in_snapshot(xid, $2::pg_snapshot) order by seq limit $3`,
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

const advanceStatement = statement(
  'advance_relay_position',
  `update event_relay set relaying = $1::pg_snapshot, seq = $2, relayed_at = now()
   where name = 'main'`,
)
const finishStatement = statement(
  'finish_relay_window',
  `update event_relay set relayed = $1::pg_snapshot, relaying = null, seq = 0, relayed_at = now()
   where name = 'main'`,
)

/** The window up to `target` is done as far as `seq`. */
export async function advanceRelay(tx: Executor, target: string, seq: number): Promise<void> {
  await tx.run(advanceStatement, [target, seq])
}

/** The window up to `target` is done. */
export async function finishRelayWindow(tx: Executor, target: string): Promise<void> {
  await tx.run(finishStatement, [target])
}

const waitingStatement = statement(
  'find_waiting_event',
  `select relaying is not null
     or exists (select from event
       where xid = any (array(select pg_snapshot_xip(event_relay.relayed))))
     or exists (select from event where xid >= pg_snapshot_xmax(event_relay.relayed)) as waiting
   from event_relay where name = 'main'`,
)

/** Whether committed events wait to be relayed: two looks into an index. */
export async function eventsWait(db: Database): Promise<boolean> {
  const [row] = await db.read<{ waiting: boolean }>(waitingStatement, [])
  return row?.waiting === true
}

/** Counting stops here: a scrape must not read a huge backlog. */
const backlogCountLimit = 10_000

const backlogStatement = statement(
  'measure_event_backlog',
  `select count(*) as count,
     coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as "ageS"
   from (
     select w.created_at from event_relay r,
       lateral (
         select * from event where xid = any (array(select pg_snapshot_xip(r.relayed)))
         union all select * from event where xid >= pg_snapshot_xmax(r.relayed)
       ) w
     where r.name = 'main'
       and (r.relaying is null or w.seq > r.seq or not pg_visible_in_snapshot(w.xid, r.relaying))
     limit ${backlogCountLimit}
   ) backlog`,
)

/** Events not relayed yet: how many (counted up to 10,000), and the age of the oldest in seconds. */
export async function measureBacklog(db: Database): Promise<{ count: number; ageS: number }> {
  const [row] = await db.run<{ count: number; ageS: number }>(backlogStatement, [])
  return row ?? { count: 0, ageS: 0 }
}

const deleteStatement = statement(
  'delete_old_events',
  `with oldest as materialized (select seq from event order by seq limit $2)
   delete from event using oldest, event_relay r
   where event.seq = oldest.seq and event.created_at < $1
     and r.name = 'main' and pg_visible_in_snapshot(event.xid, r.relayed)
   returning 1`,
)

/** Of the oldest `limit` events, deletes those from before `before` that are relayed. */
export async function deleteOldEvents(db: Database, before: Date, limit: number): Promise<number> {
  return (await db.run(deleteStatement, [before.toISOString(), limit])).length
}
