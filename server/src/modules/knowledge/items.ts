import type {
  KnowledgeItem,
  KnowledgeItemChanges,
  KnowledgeListQuery,
  KnowledgePage,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { announce } from './announce.ts'
import {
  findItem,
  findItems,
  type ItemRow,
  type PageRow,
  selectItems,
  selectPages,
} from './queries.ts'
import { queueFileDeletion, queueProcessing } from './queue.ts'
import { requireRoom } from './quota.ts'
import { showSize } from './size-rules.ts'
import {
  deleteItem as deleteRow,
  forgetStored,
  type LockedItem,
  lockItem,
  renameItem,
  setContent,
  setPagesWaiting,
  setRequested,
} from './write-queries.ts'

const notFound = () =>
  new AppError('KNOWLEDGE_ITEM_NOT_FOUND', 'There is no such item in the knowledge base.')
const noSuchUrl = () => new AppError('KNOWLEDGE_URL_NOT_FOUND', 'The item has no such address.')

export async function listItems({ db }: Context, principal: Principal, query: KnowledgeListQuery) {
  const { workspaceId } = principal
  const { rows, total, filtered } = await selectItems(db, workspaceId, query)
  const pages = await selectPages(db, workspaceId, idsOfUrlItems(rows))
  return { total, filtered, items: rows.map((row) => toItem(workspaceId, row, pages)) }
}

export async function getItem(
  { db }: Context,
  { workspaceId }: Principal,
  id: string,
): Promise<KnowledgeItem> {
  const row = await findItem(db, workspaceId, id)
  if (!row) throw notFound()
  return toItem(workspaceId, row, await selectPages(db, workspaceId, idsOfUrlItems([row])))
}

/** In the order of the ids. */
export async function getItems(
  { db }: Context,
  { workspaceId }: Principal,
  ids: readonly string[],
): Promise<KnowledgeItem[]> {
  const rows = await findItems(db, workspaceId, ids)
  const pages = await selectPages(db, workspaceId, idsOfUrlItems(rows))
  return rows.map((row) => toItem(workspaceId, row, pages))
}

const idsOfUrlItems = (rows: readonly ItemRow[]) =>
  rows.filter(({ type }) => type === 'URL').map(({ id }) => id)

function toItem(workspaceId: string, row: ItemRow, pages: readonly PageRow[]): KnowledgeItem {
  const { sourceUrl, vectors, ...item } = row
  const urls = pages.filter(({ itemId }) => itemId === row.id).map(toPage)
  const searchableBy = vectors > 0 ? 'hybrid' : 'full_text'
  return {
    ...item,
    projectId: workspaceId,
    fileSize: showSize(row.sizeBytes),
    itemUrl: sourceUrl ?? urls[0]?.url ?? null,
    itemUrls: urls.map(({ url }) => url),
    urls,
    searchableBy: row.chunks === 0 ? 'nothing' : searchableBy,
  }
}

function toPage(row: PageRow): KnowledgePage {
  const { url, status, failureCode, failureReason, title, wordsNumber, fetchedAt } = row
  return { url, status, failureCode, failureReason, title, wordsNumber, fetchedAt }
}

export async function changeItem(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: KnowledgeItemChanges },
): Promise<KnowledgeItem> {
  const { workspaceId } = principal
  const { itemName, content } = changes
  await context.db.transaction(async (tx) => {
    const item = await requireLocked(tx, workspaceId, id)
    if (itemName !== undefined) await renameItem(tx, workspaceId, id, itemName)
    if (content === undefined) return
    if (item.type !== 'TEXT') throw invalid('content', 'Only an item of type TEXT has a text.')
    const sizeBytes = Buffer.byteLength(content)
    await requireRoom(tx, context, { workspaceId, bytes: sizeBytes - item.sizeBytes })
    await setContent(tx, workspaceId, id, { content, sizeBytes })
    await request(tx, context, { workspaceId, itemId: id })
  })
  return getItem(context, principal, id)
}

/** Wants it processed anew; work for former wishes is dropped. */
export async function request(
  tx: Executor,
  context: Context,
  { workspaceId, itemId }: { readonly workspaceId: string; readonly itemId: string },
): Promise<void> {
  const requestId = context.newId()
  await setRequested(tx, workspaceId, itemId, requestId)
  await queueProcessing(tx, { workspaceId, itemId, requestId })
}

/** Processes an item again, or one address of it. */
export async function refreshItem(
  context: Context,
  principal: Principal,
  { id, url }: { readonly id: string; readonly url: string | undefined },
): Promise<KnowledgeItem> {
  const { workspaceId } = principal
  await context.db.transaction(async (tx) => {
    const { type } = await requireLocked(tx, workspaceId, id)
    if (url !== undefined && type !== 'URL') throw noSuchUrl()
    if (type === 'URL') {
      const waiting = await setPagesWaiting(tx, workspaceId, id, url ?? null)
      if (waiting === 0 && url !== undefined) throw noSuchUrl()
    }
    if (type === 'FILE') await forgetStored(tx, workspaceId, id)
    await request(tx, context, { workspaceId, itemId: id })
  })
  return getItem(context, principal, id)
}

/** Deletes it for good, its file included. */
export async function deleteItem(
  context: Context,
  { workspaceId, userId }: Principal,
  id: string,
): Promise<void> {
  const { type } = await context.db.transaction(async (tx) => {
    const item = await requireLocked(tx, workspaceId, id)
    await announce(tx, context, 'knowledge_item.deleted', { workspaceId, id, actorUserId: userId })
    await deleteRow(tx, workspaceId, id)
    if (item.type === 'FILE') await queueFileDeletion(tx, { workspaceId, itemId: id })
    return item
  })
  context.wakeRelay()
  if (type !== 'FILE') return
  // The job does it too, should this fail.
  await context.media.delete({ workspaceId, id }).catch((error: unknown) => {
    context.log.warn({ err: error, itemId: id }, 'a file of the knowledge base is deleted later')
  })
}

export async function requireLocked(
  tx: Executor,
  workspaceId: string,
  id: string,
): Promise<LockedItem> {
  const item = await lockItem(tx, workspaceId, id)
  if (!item) throw notFound()
  return item
}
