import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Rows of one deletion: few enough to hold locks only briefly. */
const rowsAtOnce = 2_000

/** Deletes for good what was marked deleted before the moment; answers how many rows went. */
export async function purgeTable(db: Database, table: string, before: Date): Promise<number> {
  const query = statement(
    `purge_${table}`,
    `delete from ${table} where (workspace_id, id) in (
       select workspace_id, id from ${table} where deleted_at < $1 limit ${rowsAtOnce}
     ) and deleted_at < $1 returning 1`,
  )
  let purged = 0
  for (;;) {
    const rows = await db.run(query, [before.toISOString()])
    purged += rows.length
    if (rows.length < rowsAtOnce) return purged
  }
}
