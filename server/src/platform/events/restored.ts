import type { Database, Executor } from '../db/database.ts'
import { statement } from '../db/statement.ts'
import type { Logger } from '../log.ts'
import { tryLockRelay } from './queries.ts'

const restoredStatement = statement(
  'find_restored_relay',
  `select pg_snapshot_xmax(relayed) > pg_snapshot_xmax(pg_current_snapshot()) as restored
   from event_relay where name = 'main'`,
)

/** May rewrite the whole log once. */
const unlimitedStatement = statement('set_unlimited', 'set local statement_timeout = 0')

// What was relayed gets an id before all others, what was not gets this transaction's, and the
// relay's position becomes "all before what runs now".
const rewriteStatement = statement(
  'adopt_restored_events',
  `update event set xid = case
     when pg_visible_in_snapshot(event.xid, r.relayed)
       or (pg_visible_in_snapshot(event.xid, r.relaying) and event.seq <= r.seq)
     then '3'::xid8 else pg_current_xact_id() end
   from event_relay r where r.name = 'main'`,
)
const resetStatement = statement(
  'reset_relay_position',
  `update event_relay set relaying = null, seq = 0, relayed_at = now(), log_id = gen_random_uuid(),
     relayed = (
     select (pg_snapshot_xmin(s) || ':' || pg_snapshot_xmin(s) || ':')::pg_snapshot
     from pg_current_snapshot() s)
   where name = 'main'`,
)

/**
 * Transaction ids mean nothing in another PostgreSQL server. After a logical restore (rows copied,
 * not the data folder), call this before anything else is written: otherwise new events would seem
 * to have been relayed long ago. In the transaction of the restore itself, nothing can be.
 */
export async function takeOverEvents(tx: Executor): Promise<void> {
  await tx.run(unlimitedStatement, [])
  await tx.run(rewriteStatement, [])
  await tx.run(resetStatement, [])
}

/**
 * For databases that were restored by other means: acts if the ids are those of another server for
 * certain. Answers whether it did.
 */
export function adoptRestoredEvents(db: Database, log: Logger): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.run<{ restored: boolean }>(restoredStatement, [])
    if (!row?.restored || !(await tryLockRelay(tx))) return false
    await takeOverEvents(tx)
    log.warn('the event log comes from another server; its position was taken over')
    return true
  })
}
