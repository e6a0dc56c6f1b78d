import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitJson } from '../../platform/events/event.ts'
import { selectTold } from './signal-queries.ts'

type Decided = {
  readonly workspaceId: string
  /** Who said so. */
  readonly userId: string
  readonly id: string
  readonly status: 'confirmed' | 'dismissed'
}

/** Announces what somebody said of a signal. */
export async function tellDecision(
  tx: Executor,
  { newId }: Context,
  { workspaceId, userId, id, status }: Decided,
): Promise<void> {
  for (const { json: payload } of await selectTold(tx, workspaceId, [id])) {
    await emitJson(tx, {
      workspaceId,
      id: newId(),
      name: `signal.${status}`,
      subjectType: 'signal',
      subjectId: id,
      actorUserId: userId,
      payload,
    })
  }
}
