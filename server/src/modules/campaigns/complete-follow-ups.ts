import type { Context } from '../../context.ts'
import { actingFor } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { changeTask } from '../crm/index.ts'
import { selectOpenTasks } from './follow-up-queries.ts'
import { keyOf } from './follow-up-rules.ts'
import type { LaneKey } from './lane-queries.ts'

/**
 * Does the tasks of follow-ups in which the agent has talked to somebody. One whose call asks for
 * another day by now stays: that follow-up is still to be made.
 */
export async function completeFollowUps(
  tx: Executor,
  context: Context,
  key: LaneKey,
  recipientIds: readonly string[],
): Promise<void> {
  if (recipientIds.length === 0) return
  for (const asked of await selectOpenTasks(tx, key, recipientIds)) {
    const { callId, date, time, taskId: id, ownerId } = asked
    if (date === null || keyOf(callId, date, time) !== asked.key) continue
    const principal = actingFor(key.workspaceId, ownerId)
    await changeTask(tx, { context, principal }, { id, status: 'completed' })
  }
}
