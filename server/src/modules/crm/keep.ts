import type { Context } from '../../context.ts'
import { actingFor } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { countOwned, type Declaration, purgeTable, reassignRows } from '../records/index.ts'
import { countOtherConversations, giveOtherConversations } from './conversation-queries.ts'
import { declarations } from './declarations.ts'

/** Deletes for good what was deleted before the moment; answers how many rows went. */
export async function purgeDeleted({ db }: Context, before: Date): Promise<number> {
  let purged = 0
  // Those that point to others go first.
  const tables = new Set(declarations.toReversed().map(({ table }) => table))
  for (const table of tables) purged += await purgeTable(db, table, before)
  return purged
}

type Reassignment = {
  readonly workspaceId: string
  readonly fromUserId: string
  readonly toUserId: string
}

/** What a member owns or is assigned to, for whoever removes members. */
export function crmRecordsOf(context: Context) {
  return {
    async count(tx: Executor, { workspaceId, userId }: { workspaceId: string; userId: string }) {
      let count = 0
      for (const declaration of declarations) {
        count += await countOwned(tx, declaration, workspaceId, {
          columns: userColumns(declaration),
          userId,
        })
      }
      return count + (await countOtherConversations(tx, workspaceId, userId))
    },
    reassign: (tx: Executor, change: Reassignment) => reassign(tx, context, change),
  }
}

function userColumns({ columns }: Declaration): string[] {
  return ['owner_id', 'assignee_id'].filter((name) => columns[name] !== undefined)
}

async function reassign(
  tx: Executor,
  context: Context,
  { workspaceId, fromUserId, toUserId }: Reassignment,
): Promise<void> {
  const principal = actingFor(workspaceId, toUserId)
  for (const declaration of declarations) {
    await reassignRows(tx, { context, principal }, declaration, {
      columns: userColumns(declaration),
      from: fromUserId,
      to: toUserId,
    })
  }
  await giveOtherConversations(tx, { workspaceId, fromUserId, toUserId })
}
