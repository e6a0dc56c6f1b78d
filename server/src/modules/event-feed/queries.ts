import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const logStatement = statement(
  'find_event_log',
  `select log_id as log, pg_current_snapshot()::text as snapshot,
     pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as "isBehind"
   from event_relay where name = 'main'`,
)

export type Log = {
  /** Names it. */
  readonly log: string
  /** What is committed at this moment. */
  readonly snapshot: string
  /** The snapshot asked about knows of transactions that have not been here. */
  readonly isBehind: boolean
}

export async function getLog(db: Database, compared: string): Promise<Log> {
  const [row] = await db.read<Log>(logStatement, [compared])
  if (!row) throw new Error('event_relay has lost its row main')
  return row
}

export type FeedEvent = {
  readonly seq: number
  readonly id: string
  readonly name: string
  readonly subjectId: string
  /** JSON. */
  readonly payload: string
  readonly createdAt: string
}

// Planned for its values: the log is a workspace's own, or that of thousands, and the window a
// second or a month.
const windowStatement = statement(
  'list_feed_events',
  `select seq, id, name, subject_id as "subjectId", payload, iso(created_at) as "createdAt" from event
   where workspace_id = $1
     and xid >= pg_snapshot_xmin($2::pg_snapshot) and xid < pg_snapshot_xmax($3::pg_snapshot)
     and seq > $4 and ($5::text[] is null or name like any ($5))
     and pg_visible_in_snapshot(xid, $3::pg_snapshot)
     and not pg_visible_in_snapshot(xid, $2::pg_snapshot)
   order by seq limit $6`,
)

/** A workspace's events that are committed in `until` and were not in `seen`, after `seq`. */
export function listWindow(
  db: Database,
  window: {
    readonly workspaceId: string
    readonly seen: string
    readonly until: string
    readonly seq: number
    /** Patterns of LIKE; null for all. */
    readonly names: readonly string[] | null
  },
  limit: number,
): Promise<FeedEvent[]> {
  const { workspaceId, seen, until, seq, names } = window
  return db.runPlanned<FeedEvent>(windowStatement, [workspaceId, seen, until, seq, names, limit])
}
