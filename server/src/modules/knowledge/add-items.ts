import { type KnowledgeItem, knowledgeLimits, type NewKnowledgeItem } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { invalid } from '../../platform/errors.ts'
import { announce } from './announce.ts'
import { getItems } from './items.ts'
import {
  clip,
  extensionOf,
  fileNameOfUrl,
  nameOfFile,
  nameOfText,
  nameOfUrl,
  plainUrl,
} from './name-rules.ts'
import { findItem } from './queries.ts'
import { queueProcessing } from './queue.ts'
import { requireRoom } from './quota.ts'
import { insertItem, insertPages, type NewItemRow } from './write-queries.ts'

type Adding = Omit<NewItemRow, 'workspaceId' | 'createdBy' | 'requestId'> & {
  /** Of an item of type URL. */
  readonly urls: readonly string[]
}

/** Adds texts, files and pages, all or none, and lets them be processed. */
export async function addItems(
  context: Context,
  principal: Principal,
  items: readonly NewKnowledgeItem[],
): Promise<KnowledgeItem[]> {
  const adding = items.map((item, index) => toAdding(context, item, index))
  const { workspaceId } = principal
  await context.db.transaction(async (tx) => {
    const bytes = adding.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    await requireRoom(tx, context, { workspaceId, bytes })
    for (const one of adding) await insert(tx, context, principal, one)
  })
  context.wakeRelay()
  return getItems(
    context,
    principal,
    adding.map(({ id }) => id),
  )
}

/** A file that has arrived in the store; `beforeCommit` is done last: what fails in it undoes all. */
export async function addFile(
  context: Context,
  principal: Principal,
  file: {
    readonly id: string
    readonly name: string | undefined
    readonly fileName: string | null
    readonly bytes: number
    readonly beforeCommit: () => Promise<void>
  },
): Promise<KnowledgeItem[]> {
  const { id, bytes } = file
  const fileName = file.fileName === null ? null : clip(file.fileName) || null
  const { workspaceId } = principal
  await context.db.transaction(async (tx) => {
    await requireRoom(tx, context, { workspaceId, bytes })
    await insert(tx, context, principal, {
      ...nothing,
      id,
      type: 'FILE',
      name: file.name ?? nameOfFile(fileName ?? 'File'),
      fileName,
      extension: extensionOf(fileName),
      storedAt: context.now(),
      sizeBytes: bytes,
    })
    await file.beforeCommit()
  })
  context.wakeRelay()
  return getItems(context, principal, [id])
}

/** Removes what arrived of a file that became no item. */
export async function discardFile(
  { db, media }: Context,
  key: { readonly workspaceId: string; readonly id: string },
): Promise<void> {
  // When the connection broke during the commit, it may have become one all the same.
  if ((await findItem(db, key.workspaceId, key.id)) === undefined) await media.delete(key)
}

const nothing = {
  content: null,
  sourceUrl: null,
  fileName: null,
  extension: null,
  storedAt: null,
  sizeBytes: 0,
  urls: [],
} as const

function toAdding({ newId }: Context, item: NewKnowledgeItem, index: number): Adding {
  const base = { ...nothing, id: newId(), type: item.type }
  switch (item.type) {
    case 'TEXT':
      return { ...base, ...textOf(item) }
    case 'FILE':
      return { ...base, ...fileOf(item) }
    case 'URL':
      return { ...base, ...pagesOf(item, index) }
  }
}

function textOf({ itemName, content = '' }: NewKnowledgeItem) {
  return { name: itemName ?? nameOfText(content), content, sizeBytes: Buffer.byteLength(content) }
}

/** The contract wants an address of a file that comes in JSON. */
function fileOf({ itemName, itemUrl = '' }: NewKnowledgeItem) {
  const fileName = fileNameOfUrl(itemUrl)
  const name = itemName ?? (fileName === null ? nameOfUrl(itemUrl) : nameOfFile(fileName))
  return { name, sourceUrl: itemUrl, fileName, extension: extensionOf(fileName) }
}

function pagesOf({ itemName, itemUrl, itemUrls = [] }: NewKnowledgeItem, index: number) {
  const given = [...(itemUrl === undefined ? [] : [itemUrl]), ...itemUrls]
  const urls = [...new Set(given.map(plainUrl))]
  const [first] = urls
  if (first === undefined || urls.length > knowledgeLimits.urlsPerItem) {
    const most = knowledgeLimits.urlsPerItem
    throw invalid(`items.${index}.itemUrls`, `An item has 1 to ${most} addresses.`)
  }
  return { name: itemName ?? nameOfUrl(first), urls }
}

async function insert(
  tx: Executor,
  context: Context,
  { workspaceId, userId }: Principal,
  { urls, ...row }: Adding,
): Promise<void> {
  const requestId = context.newId()
  const itemId = row.id
  await insertItem(tx, { ...row, workspaceId, createdBy: userId, requestId })
  if (urls.length > 0) {
    const pages = urls.map((url) => ({ id: context.newId(), url }))
    await insertPages(tx, workspaceId, itemId, pages)
  }
  await queueProcessing(tx, { workspaceId, itemId, requestId })
  await announce(tx, context, 'knowledge_item.created', {
    workspaceId,
    id: itemId,
    actorUserId: userId,
  })
}
