import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

// Meetings and calls are declared as resources; recordings and agents' calls are conversations too.
const others = `kind in ('recording', 'agent_call')`

const countStatement = statement(
  'count_other_conversations',
  `select count(*)::int as count from conversation
   where workspace_id = $1 and owner_id = $2 and deleted_at is null and ${others}`,
)

/** Conversations of a user that no resource declares. */
export async function countOtherConversations(
  tx: Executor,
  workspaceId: string,
  userId: string,
): Promise<number> {
  const [row] = await tx.run<{ count: number }>(countStatement, [workspaceId, userId])
  return row?.count ?? 0
}

const giveStatement = statement(
  'give_other_conversations',
  `update conversation set owner_id = $3, updated_at = now()
   where workspace_id = $1 and owner_id = $2 and ${others}`,
)

/** Gives them, deleted ones too, to somebody else. */
export async function giveOtherConversations(
  tx: Executor,
  gift: { readonly workspaceId: string; readonly fromUserId: string; readonly toUserId: string },
): Promise<void> {
  await tx.run(giveStatement, [gift.workspaceId, gift.fromUserId, gift.toUserId])
}
