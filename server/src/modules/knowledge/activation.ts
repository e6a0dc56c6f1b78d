import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import {
  activate,
  deactivate,
  deactivateAll,
  hasAgent,
  selectKnownIds,
} from './activation-queries.ts'
import { requireLocked } from './items.ts'

type OfAgent = { readonly workspaceId: string; readonly agentId: string }

/** Lets an agent look things up in an item, or no longer. Safe to repeat. */
export async function toggleItem(
  { db }: Context,
  { workspaceId }: Principal,
  wanted: { readonly agentId: string; readonly itemId: string; readonly isActive: boolean },
): Promise<void> {
  const { agentId, itemId, isActive } = wanted
  await db.transaction(async (tx) => {
    await requireAgent(tx, workspaceId, agentId)
    await requireLocked(tx, workspaceId, itemId)
    if (isActive) await activate(tx, workspaceId, agentId, [itemId])
    else await deactivate(tx, workspaceId, agentId, itemId)
  })
}

export async function requireAgent(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  agentId: string,
): Promise<void> {
  if (await hasAgent(db, workspaceId, agentId)) return
  throw new AppError('AGENT_NOT_FOUND', 'There is no such agent.')
}

/**
 * Takes over what an agent names, in the transaction that saves it: what was added becomes active,
 * what was left out is not any more, and what was switched here in between stays as it is.
 */
export async function followSavedAgent(
  tx: Executor,
  saved: OfAgent & { readonly itemIds: readonly string[]; readonly formerIds: readonly string[] },
): Promise<void> {
  const { workspaceId, agentId, itemIds, formerIds } = saved
  const added = itemIds.filter((id) => !formerIds.includes(id))
  for (const itemId of formerIds.filter((id) => !itemIds.includes(id))) {
    await deactivate(tx, workspaceId, agentId, itemId)
  }
  if (added.length === 0) return
  const known = new Set(await selectKnownIds(tx, workspaceId, added))
  const unknown = added.find((id) => !known.has(id))
  if (unknown !== undefined) {
    const details = { field: 'knowledgeBaseItemsIds', message: `${unknown} is not there.` }
    throw new AppError('KNOWLEDGE_ITEM_NOT_FOUND', 'There is no such item.', details)
  }
  await activate(tx, workspaceId, agentId, added)
}

/** In the transaction that deletes an agent. */
export async function forgetAgent(tx: Executor, { workspaceId, agentId }: OfAgent): Promise<void> {
  await deactivateAll(tx, workspaceId, agentId)
}
