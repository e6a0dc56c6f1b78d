import type { EventName } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { findItem } from './queries.ts'

type Announced = Extract<EventName, `knowledge_item.${string}`>

/** Announces what became of an item, as it is now in this transaction. */
export async function announce(
  tx: Executor,
  context: Context,
  name: Announced,
  about: {
    readonly workspaceId: string
    readonly id: string
    readonly actorUserId?: string | null
  },
): Promise<void> {
  const { workspaceId, id, actorUserId = null } = about
  const item = await findItem(tx, workspaceId, id)
  if (!item) return
  const { failureCode: code, failureReason: message } = item
  await emit(tx, {
    workspaceId,
    id: context.newId(),
    name,
    subjectType: 'knowledge_item',
    subjectId: id,
    actorUserId,
    data: {
      knowledge_item: {
        id,
        name: item.itemName,
        type: item.type,
        status: item.status,
        failure: code === null ? null : { code, message: message ?? '' },
        size_bytes: item.sizeBytes,
        words: item.wordsNumber,
        passages: item.chunks,
        created_by: item.userId,
        created_at: item.createdAt,
      },
    },
  })
}
