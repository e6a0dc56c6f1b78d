import { type KnowledgeItem, knowledgeLimits } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { getItem, request, requireLocked } from './items.ts'
import { plainUrl } from './name-rules.ts'
import { countPages, deletePage, insertPages } from './write-queries.ts'

type Wanted = { readonly id: string; readonly url: string }

/** Adds an address to an item; one that it has is read again. */
export async function addUrl(
  context: Context,
  principal: Principal,
  { id, url }: Wanted,
): Promise<KnowledgeItem> {
  const { workspaceId } = principal
  await context.db.transaction(async (tx) => {
    await requireUrlItem(tx, workspaceId, id)
    const page = { id: context.newId(), url: plainUrl(url) }
    await insertPages(tx, workspaceId, id, [page])
    if ((await countPages(tx, workspaceId, id)) > knowledgeLimits.urlsPerItem) {
      const most = knowledgeLimits.urlsPerItem
      throw invalid('url', `An item has at most ${most} addresses.`)
    }
    await request(tx, context, { workspaceId, itemId: id })
  })
  return getItem(context, principal, id)
}

/** Removes an address, and what was read there. */
export async function removeUrl(
  context: Context,
  principal: Principal,
  { id, url }: Wanted,
): Promise<KnowledgeItem> {
  const { workspaceId } = principal
  await context.db.transaction(async (tx) => {
    await requireUrlItem(tx, workspaceId, id)
    if (!(await deletePage(tx, workspaceId, id, plainUrl(url)))) {
      throw new AppError('KNOWLEDGE_URL_NOT_FOUND', 'The item has no such address.')
    }
    // Sums it up anew; nothing is fetched for that.
    await request(tx, context, { workspaceId, itemId: id })
  })
  return getItem(context, principal, id)
}

async function requireUrlItem(tx: Executor, workspaceId: string, id: string): Promise<void> {
  const { type } = await requireLocked(tx, workspaceId, id)
  if (type !== 'URL') throw invalid('url', 'Only an item of type URL has addresses.')
}
