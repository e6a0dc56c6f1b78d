import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { purgeTable, reassignRows } from '../records/index.ts'
import { declarations } from './declarations.ts'

/** Deletes for good what was deleted before the moment; answers how many rows went. */
export async function purgeDeleted({ db }: Context, before: Date): Promise<number> {
  let purged = 0
  // Those that point to others go first.
  for (const { table } of declarations.toReversed()) purged += await purgeTable(db, table, before)
  return purged
}

export type Reassignment = {
  readonly workspaceId: string
  readonly fromUserId: string
  readonly toUserId: string
}

/** Gives everything a leaving member owns or is assigned to, to another member. */
export async function reassignCrmRecords(
  tx: Executor,
  context: Context,
  { workspaceId, fromUserId, toUserId }: Reassignment,
): Promise<void> {
  const principal = {
    workspaceId,
    userId: toUserId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['admin']),
    seesAllRows: true,
  } as const
  for (const declaration of declarations) {
    const columns = ['owner_id', 'assignee_id'].filter((name) => declaration.columns[name])
    await reassignRows(tx, { context, principal }, declaration, {
      columns,
      from: fromUserId,
      to: toUserId,
    })
  }
}
