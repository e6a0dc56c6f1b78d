import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type NewItemRow = {
  readonly workspaceId: string
  readonly id: string
  readonly createdBy: string
  readonly name: string
  readonly type: 'TEXT' | 'FILE' | 'URL'
  readonly requestId: string
  readonly content: string | null
  readonly sourceUrl: string | null
  readonly fileName: string | null
  readonly extension: string | null
  readonly storedAt: Date | null
  readonly sizeBytes: number
}

const insertStatement = statement(
  'insert_knowledge_item',
  `insert into knowledge_item (workspace_id, id, created_by, name, type, request_id, revision,
     content, source_url, file_name, extension, stored_at, size_bytes)
   values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)`,
)

export async function insertItem(tx: Runner, row: NewItemRow): Promise<void> {
  await tx.run(insertStatement, [
    row.workspaceId,
    row.id,
    row.createdBy,
    row.name,
    row.type,
    row.requestId,
    row.content,
    row.sourceUrl,
    row.fileName,
    row.extension,
    row.storedAt?.toISOString() ?? null,
    row.sizeBytes,
  ])
}

// One that is there already is read again.
const insertPagesStatement = statement(
  'insert_knowledge_pages',
  `insert into knowledge_page (workspace_id, id, item_id, url)
   select $1, p.id, $2, p.url from unnest($3::uuid[], $4::text[]) as p(id, url)
   on conflict (workspace_id, item_id, url)
     do update set status = 'PROCESSING', failure_code = null, failure_reason = null`,
)

export async function insertPages(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  pages: readonly { readonly id: string; readonly url: string }[],
): Promise<void> {
  const ids = pages.map(({ id }) => id)
  const urls = pages.map(({ url }) => url)
  await tx.run(insertPagesStatement, [workspaceId, itemId, ids, urls])
}

export type LockedItem = {
  readonly type: 'TEXT' | 'FILE' | 'URL'
  readonly sizeBytes: number
  readonly requestId: string
}

const lockStatement = statement(
  'lock_knowledge_item',
  `select type, size_bytes as "sizeBytes", request_id as "requestId" from knowledge_item
   where workspace_id = $1 and id = $2 for update`,
)

/** Until the transaction ends, nobody else changes it. */
export async function lockItem(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<LockedItem | undefined> {
  const [row] = await tx.run<LockedItem>(lockStatement, [workspaceId, id])
  return row
}

const renameStatement = statement(
  'rename_knowledge_item',
  `update knowledge_item set name = $3, updated_at = now() where workspace_id = $1 and id = $2`,
)

export async function renameItem(
  tx: Runner,
  workspaceId: string,
  id: string,
  name: string,
): Promise<void> {
  await tx.run(renameStatement, [workspaceId, id, name])
}

const contentStatement = statement(
  'change_knowledge_text',
  `update knowledge_item set content = $3, size_bytes = $4 where workspace_id = $1 and id = $2`,
)

export async function setContent(
  tx: Runner,
  workspaceId: string,
  id: string,
  { content, sizeBytes }: { readonly content: string; readonly sizeBytes: number },
): Promise<void> {
  await tx.run(contentStatement, [workspaceId, id, content, sizeBytes])
}

const requestStatement = statement(
  'request_knowledge_item',
  `update knowledge_item set status = 'PROCESSING', request_id = $3, failure_code = null,
     failure_reason = null, updated_at = now()
   where workspace_id = $1 and id = $2`,
)

/** Work for former requests is dropped. */
export async function setRequested(
  tx: Runner,
  workspaceId: string,
  id: string,
  requestId: string,
): Promise<void> {
  await tx.run(requestStatement, [workspaceId, id, requestId])
}

const refetchStatement = statement(
  'refetch_knowledge_file',
  `update knowledge_item set stored_at = null where workspace_id = $1 and id = $2
     and source_url is not null`,
)

/** A file that came from an address is fetched again. */
export async function forgetStored(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(refetchStatement, [workspaceId, id])
}

const rereadStatement = statement(
  'reread_knowledge_pages',
  `update knowledge_page set status = 'PROCESSING', failure_code = null, failure_reason = null
   where workspace_id = $1 and item_id = $2 and ($3::text is null or url = $3) returning id`,
)

/** How many of its addresses are read again: all, or this one. */
export async function setPagesWaiting(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  url: string | null,
): Promise<number> {
  return (await tx.run(rereadStatement, [workspaceId, itemId, url])).length
}

const countPagesStatement = statement(
  'count_knowledge_pages',
  'select count(*) as count from knowledge_page where workspace_id = $1 and item_id = $2',
)

export async function countPages(tx: Runner, workspaceId: string, itemId: string): Promise<number> {
  const [row] = await tx.run<{ count: number }>(countPagesStatement, [workspaceId, itemId])
  return row?.count ?? 0
}

const deletePageStatement = statement(
  'delete_knowledge_page',
  'delete from knowledge_page where workspace_id = $1 and item_id = $2 and url = $3 returning id',
)

export async function deletePage(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  url: string,
): Promise<boolean> {
  return (await tx.run(deletePageStatement, [workspaceId, itemId, url])).length > 0
}

const deleteStatement = statement(
  'delete_knowledge_item',
  'delete from knowledge_item where workspace_id = $1 and id = $2 returning id',
)

export async function deleteItem(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteStatement, [workspaceId, id])).length > 0
}
