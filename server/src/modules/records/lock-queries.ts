import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Declaration } from './declaration.ts'

/** Locks rows in order of their ids, so that two batches over the same rows wait in line. */
export async function lockRows(
  tx: Executor,
  { table, resource }: Declaration,
  workspaceId: string,
  rows: readonly { readonly id: string }[],
): Promise<void> {
  if (rows.length < 2) return
  const query = statement(
    `lock_${resource.plural}`,
    `select r.id from ${table} r where r.workspace_id = $1 and r.id = any($2::uuid[])
     order by r.id for no key update`,
  )
  await tx.run(query, [workspaceId, rows.map(({ id }) => id)])
}
