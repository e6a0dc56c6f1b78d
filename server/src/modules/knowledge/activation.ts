import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import {
  activate,
  deactivate,
  deactivateOthers,
  hasAgent,
  selectItemIds,
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

/** Makes these items, and no others, the ones an agent looks things up in; unknown ids are nothing. */
export async function setKnowledgeOfAgent(
  tx: Executor,
  { workspaceId, agentId, itemIds }: OfAgent & { readonly itemIds: readonly string[] },
): Promise<void> {
  await deactivateOthers(tx, workspaceId, agentId, itemIds)
  await activate(tx, workspaceId, agentId, itemIds)
}

/** Ids of the items an agent looks things up in, in the order they were activated. */
export function knowledgeOfAgent(
  db: Pick<Executor, 'run'>,
  { workspaceId, agentId }: OfAgent,
): Promise<string[]> {
  return selectItemIds(db, workspaceId, agentId)
}
