import type { KnowledgeItem, KnowledgeListQuery, KnowledgePage } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { patternOf } from '../../platform/text/like-pattern.ts'

type Runner = Pick<Executor, 'run'>

/** An item as it lies in the database. */
export type ItemRow = Pick<
  KnowledgeItem,
  | 'id'
  | 'userId'
  | 'itemName'
  | 'sizeBytes'
  | 'type'
  | 'status'
  | 'failureCode'
  | 'failureReason'
  | 'content'
  | 'wordsNumber'
  | 'extension'
  | 'chunks'
  | 'createdAt'
  | 'updatedAt'
  | 'processedAt'
  | 'isActive'
  | 'used'
> & {
  readonly sourceUrl: string | null
  readonly vectors: number
}

const usedBySome = `exists (select from agent_knowledge_item a
  where a.workspace_id = i.workspace_id and a.item_id = i.id)`
/** $2: an agent, or null for any of them. */
const active = `exists (select from agent_knowledge_item a
  where a.workspace_id = i.workspace_id and a.item_id = i.id
    and ($2::uuid is null or a.agent_id = $2))`
const columns = `i.id, i.created_by as "userId", i.name as "itemName", i.size_bytes as "sizeBytes",
  i.type, i.status, i.failure_code as "failureCode", i.failure_reason as "failureReason",
  i.content, i.words as "wordsNumber", i.extension, i.chunks, i.vectors,
  i.source_url as "sourceUrl", iso(i.created_at) as "createdAt", iso(i.updated_at) as "updatedAt",
  iso(i.processed_at) as "processedAt", ${active} as "isActive", ${usedBySome} as used`

const oneStatement = statement(
  'find_knowledge_item',
  `select ${columns} from knowledge_item i where i.workspace_id = $1 and i.id = $3`,
)

export async function findItem(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<ItemRow | undefined> {
  const [row] = await db.run<ItemRow>(oneStatement, [workspaceId, null, id])
  return row
}

const someStatement = statement(
  'find_knowledge_items',
  `select ${columns} from unnest($3::uuid[]) with ordinality as wanted(id, place)
   join knowledge_item i on i.workspace_id = $1 and i.id = wanted.id order by wanted.place`,
)

export function findItems(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<ItemRow[]> {
  return db.run<ItemRow>(someStatement, [workspaceId, null, ids])
}

const filter = `i.workspace_id = $1 and ($3::text is null or without_marks(lower(i.name)) like $3)
  and ($4::text is null or i.type = $4) and ($5::text is null or i.status = $5)
  and ($6::bool is null or ${active} = $6) and ($7::bool is null or ${usedBySome} = $7)`
const listStatement = statement(
  'list_knowledge_items',
  `select ${columns} from knowledge_item i where ${filter}
   order by i.created_at desc, i.id desc limit $8 offset $9`,
)
const countStatement = statement(
  'count_knowledge_items',
  `select count(*) as filtered,
     (select count(*) from knowledge_item where workspace_id = $1) as total
   from knowledge_item i where ${filter}`,
)

export async function selectItems(
  db: Runner,
  workspaceId: string,
  query: KnowledgeListQuery,
): Promise<{ rows: ItemRow[]; total: number; filtered: number }> {
  const { voiceAgentId, search, type, status, isActive, used, take, skip } = query
  const values = [
    workspaceId,
    voiceAgentId ?? null,
    patternOf(search),
    type ?? null,
    status ?? null,
    isActive ?? null,
    used ?? null,
  ]
  const [rows, [count]] = await Promise.all([
    db.run<ItemRow>(listStatement, [...values, take, (skip - 1) * take]),
    db.run<{ total: number; filtered: number }>(countStatement, values),
  ])
  return { rows, total: count?.total ?? 0, filtered: count?.filtered ?? 0 }
}

export type PageRow = KnowledgePage & { readonly itemId: string }

const pagesStatement = statement(
  'list_knowledge_pages',
  `select item_id as "itemId", url, status, failure_code as "failureCode",
     failure_reason as "failureReason", title, words as "wordsNumber", iso(fetched_at) as "fetchedAt"
   from knowledge_page where workspace_id = $1 and item_id = any ($2::uuid[])
   order by created_at, id`,
)

export async function selectPages(
  db: Runner,
  workspaceId: string,
  itemIds: readonly string[],
): Promise<PageRow[]> {
  if (itemIds.length === 0) return []
  return db.run<PageRow>(pagesStatement, [workspaceId, itemIds])
}

const usageStatement = statement(
  'knowledge_usage',
  `select w.knowledge_tier as tier, count(i.id) as items,
     coalesce(sum(i.size_bytes), 0)::float8 as "usedBytes"
   from workspace w left join knowledge_item i on i.workspace_id = w.id
   where w.id = $1 group by w.id`,
)
const lockStatement = statement(
  'lock_workspace',
  'select id from workspace where id = $1 for no key update',
)

export type UsageRow = {
  readonly tier: string | null
  readonly items: number
  readonly usedBytes: number
}

export async function selectUsage(db: Runner, workspaceId: string): Promise<UsageRow> {
  const [row] = await db.run<UsageRow>(usageStatement, [workspaceId])
  return row ?? { tier: null, items: 0, usedBytes: 0 }
}

/** Until the transaction ends, nobody else adds to the workspace's knowledge. */
export async function lockUsage(tx: Runner, workspaceId: string): Promise<UsageRow> {
  await tx.run(lockStatement, [workspaceId])
  return selectUsage(tx, workspaceId)
}
