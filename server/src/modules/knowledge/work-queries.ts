import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Failure } from './failure-rules.ts'

type Runner = Pick<Executor, 'run'>

/** What the background work needs to know of an item. */
export type WorkItem = {
  readonly type: 'TEXT' | 'FILE' | 'URL'
  readonly status: 'PROCESSING' | 'PROCESSED' | 'FAILED'
  readonly name: string
  readonly requestId: string
  /** The wish for which all was read and cut. */
  readonly readRequestId: string | null
  readonly content: string | null
  readonly sourceUrl: string | null
  readonly fileName: string | null
  readonly isStored: boolean
  readonly vectorModel: string | null
}

const itemStatement = statement(
  'find_knowledge_work',
  `select type, status, name, request_id as "requestId", read_request_id as "readRequestId", content, source_url as "sourceUrl",
     file_name as "fileName", stored_at is not null as "isStored", vector_model as "vectorModel"
   from knowledge_item where workspace_id = $1 and id = $2`,
)

export async function findWork(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<WorkItem | undefined> {
  const [row] = await db.run<WorkItem>(itemStatement, [workspaceId, id])
  return row
}

const readUpToStatement = statement(
  'knowledge_item_read_up_to',
  'update knowledge_item set read_request_id = $3 where workspace_id = $1 and id = $2',
)

export async function setReadFor(
  tx: Runner,
  workspaceId: string,
  id: string,
  requestId: string,
): Promise<void> {
  await tx.run(readUpToStatement, [workspaceId, id, requestId])
}

const waitingPagesStatement = statement(
  'knowledge_pages_to_read',
  `select id, url from knowledge_page
   where workspace_id = $1 and item_id = $2 and status = 'PROCESSING' order by created_at, id`,
)

export function selectWaitingPages(
  db: Runner,
  workspaceId: string,
  itemId: string,
): Promise<{ id: string; url: string }[]> {
  return db.run<{ id: string; url: string }>(waitingPagesStatement, [workspaceId, itemId])
}

const storedStatement = statement(
  'knowledge_file_stored',
  `update knowledge_item set stored_at = $3, size_bytes = $4 where workspace_id = $1 and id = $2`,
)

export async function setStored(
  tx: Runner,
  { workspaceId, id, at, bytes }: { workspaceId: string; id: string; at: Date; bytes: number },
): Promise<void> {
  await tx.run(storedStatement, [workspaceId, id, at.toISOString(), bytes])
}

const readStatement = statement(
  'knowledge_item_read',
  `update knowledge_item set words = $3, extension = coalesce($4, extension), chunks = $5,
     vectors = 0, revision = $6
   where workspace_id = $1 and id = $2`,
)

/** Notes what was read of a text or a file. */
export async function setRead(
  tx: Runner,
  workspaceId: string,
  id: string,
  facts: {
    readonly words: number
    readonly extension: string | null
    readonly chunks: number
    readonly revision: string
  },
): Promise<void> {
  const { words, extension, chunks, revision } = facts
  await tx.run(readStatement, [workspaceId, id, words, extension, chunks, revision])
}

const pageReadStatement = statement(
  'knowledge_page_read',
  `update knowledge_page set status = 'PROCESSED', failure_code = null, failure_reason = null,
     title = $3, words = $4, size_bytes = $5, fetched_at = $6
   where workspace_id = $1 and id = $2 returning id`,
)

/** False when it was removed meanwhile. */
export async function setPageRead(
  tx: Runner,
  workspaceId: string,
  id: string,
  facts: {
    readonly title: string | null
    readonly words: number
    readonly bytes: number
    readonly at: Date
  },
): Promise<boolean> {
  const { title, words, bytes, at } = facts
  const values = [workspaceId, id, title, words, bytes, at.toISOString()]
  return (await tx.run(pageReadStatement, values)).length > 0
}

const pageSizeStatement = statement(
  'knowledge_page_size',
  'select size_bytes as bytes from knowledge_page where workspace_id = $1 and id = $2',
)

export async function findPageBytes(tx: Runner, workspaceId: string, id: string): Promise<number> {
  const [row] = await tx.run<{ bytes: number }>(pageSizeStatement, [workspaceId, id])
  return row?.bytes ?? 0
}

const pageFailedStatement = statement(
  'knowledge_page_failed',
  `update knowledge_page set status = 'FAILED', failure_code = $3, failure_reason = $4
   where workspace_id = $1 and id = $2`,
)

export async function setPageFailed(
  tx: Runner,
  workspaceId: string,
  id: string,
  { code, message }: Failure,
): Promise<void> {
  await tx.run(pageFailedStatement, [workspaceId, id, code, message])
}

// What an item of addresses is, is the sum of its pages.
const sumStatement = statement(
  'sum_knowledge_pages',
  `update knowledge_item i set
     words = p.words, size_bytes = p.bytes, revision = $3,
     chunks = (select count(*) from knowledge_chunk c
       where c.workspace_id = $1 and c.item_id = $2),
     vectors = (select count(c.vector) from knowledge_chunk c
       where c.workspace_id = $1 and c.item_id = $2)
   from (select coalesce(sum(words), 0)::int as words, coalesce(sum(size_bytes), 0)::bigint as bytes
     from knowledge_page where workspace_id = $1 and item_id = $2) as p
   where i.workspace_id = $1 and i.id = $2`,
)

export async function sumPages(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  revision: string,
): Promise<void> {
  await tx.run(sumStatement, [workspaceId, itemId, revision])
}

const pageStatesStatement = statement(
  'knowledge_page_states',
  `select count(*) filter (where status = 'PROCESSED') as read, count(*) as total,
     (array_agg(failure_code order by created_at, id) filter (where status = 'FAILED'))[1] as code,
     (array_agg(failure_reason order by created_at, id)
       filter (where status = 'FAILED'))[1] as message
   from knowledge_page where workspace_id = $1 and item_id = $2`,
)

export type PageStates = {
  readonly read: number
  readonly total: number
  /** Of the first page that failed. */
  readonly code: Failure['code'] | null
  readonly message: string | null
}

export async function findPageStates(
  db: Runner,
  workspaceId: string,
  itemId: string,
): Promise<PageStates> {
  const [row] = await db.run<PageStates>(pageStatesStatement, [workspaceId, itemId])
  return row ?? { read: 0, total: 0, code: null, message: null }
}

const endStatement = statement(
  'knowledge_item_ends',
  `update knowledge_item i set status = $4, failure_code = $5, failure_reason = $6, revision = $8,
     vectors = (select count(c.vector) from knowledge_chunk c
       where c.workspace_id = $1 and c.item_id = $2),
     processed_at = case when $4 = 'PROCESSED' then $7::timestamptz else processed_at end,
     updated_at = now()
   where workspace_id = $1 and id = $2 and request_id = $3 and status = 'PROCESSING' returning id`,
)

/** False when it is over already, is gone, or is wanted anew. */
export async function setEnded(
  tx: Runner,
  about: { readonly workspaceId: string; readonly itemId: string; readonly requestId: string },
  end: {
    readonly status: 'PROCESSED' | 'FAILED'
    readonly failure: Failure | undefined
    readonly at: Date
    readonly revision: string
  },
): Promise<boolean> {
  const { status, failure, at, revision } = end
  const ended = await tx.run(endStatement, [
    about.workspaceId,
    about.itemId,
    about.requestId,
    status,
    failure?.code ?? null,
    failure?.message ?? null,
    at.toISOString(),
    revision,
  ])
  return ended.length > 0
}
