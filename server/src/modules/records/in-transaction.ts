import type { Executor } from '../../platform/db/database.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import { deleteRows } from './delete-queries.ts'
import { insertRows } from './insert-queries.ts'
import { toChangedRow, toNewRow } from './prepare.ts'
import { sentFields, updateRows } from './update-queries.ts'

// Records written by other modules as part of a larger change: with their events, in the caller's
// transaction. Values must be as the contract's schemas leave them. Wake the relay after the commit.

/** Answers the id; undefined when another row stands in its way or it points to nothing. */
export async function insertRecord(
  tx: Executor,
  caller: Caller,
  declaration: Declaration,
  body: Row,
): Promise<string | undefined> {
  const row = await toNewRow(caller, declaration, body)
  const [written] = await insertRows(tx, declaration, caller.principal, [row])
  return written?.id
}

/** Announces nothing when nothing changes. False when there is no such record. */
export async function changeRecord(
  tx: Executor,
  caller: Caller,
  declaration: Declaration,
  { id, ...body }: Row & { readonly id: string },
): Promise<boolean> {
  const row = await toChangedRow(caller, declaration, { id }, body)
  if (sentFields(declaration, row).length === 0) return true
  const written = await updateRows(tx, declaration, caller.principal, [row])
  return written.length > 0
}

export async function removeRecord(
  tx: Executor,
  { context, principal }: Caller,
  declaration: Declaration,
  id: string,
): Promise<void> {
  await deleteRows(tx, declaration, principal, [{ idx: 0, id, event_id: context.newId() }])
}
