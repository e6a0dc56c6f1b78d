import type { Executor } from '../../platform/db/database.ts'
import type { Caller, Declaration } from './declaration.ts'
import { toChangedRow } from './prepare.ts'
import { moveDeletedRows, selectOwned } from './reassign-queries.ts'
import { updateRows } from './update-queries.ts'

/** Rows changed by one statement. */
const rowsAtOnce = 1_000

/**
 * Gives every row that a user owns, or that points to them by one of `columns`, to another user,
 * with the events of ordinary changes. Deleted rows go along silently.
 */
export async function reassignRows(
  tx: Executor,
  caller: Caller,
  declaration: Declaration,
  {
    columns,
    from,
    to,
  }: { readonly columns: readonly string[]; readonly from: string; readonly to: string },
): Promise<void> {
  const { principal } = caller
  for (const column of columns) {
    await moveDeletedRows(tx, declaration, principal, { column, from, to })
    for (;;) {
      const ids = await selectOwned(tx, declaration, principal, { column, from, limit: rowsAtOnce })
      const rows = await Promise.all(
        ids.map((id, idx) => toChangedRow(caller, declaration, { id, idx }, { [column]: to })),
      )
      const written = await updateRows(tx, declaration, principal, rows)
      if (written.length < ids.length)
        throw new Error(`${declaration.table} rows could not be moved.`)
      if (ids.length < rowsAtOnce) break
    }
  }
}
