import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** An item that is searched. */
export type SearchedItem = {
  readonly id: string
  readonly revision: string
  readonly vectorModel: string | null
  readonly vectors: number
}

const ofAgentStatement = statement(
  'knowledge_of_agent',
  `select i.id, i.revision, i.vector_model as "vectorModel", i.vectors
   from agent_knowledge_item a
   join knowledge_item i on i.workspace_id = a.workspace_id and i.id = a.item_id
   where a.workspace_id = $1 and a.agent_id = $2 and i.chunks > 0`,
)
const ofAllStatement = statement(
  'knowledge_of_workspace',
  `select id, revision, vector_model as "vectorModel", vectors from knowledge_item
   where workspace_id = $1 and chunks > 0`,
)

export function selectSearched(
  db: Runner,
  workspaceId: string,
  agentId: string | undefined,
): Promise<SearchedItem[]> {
  return agentId === undefined
    ? db.run<SearchedItem>(ofAllStatement, [workspaceId])
    : db.run<SearchedItem>(ofAgentStatement, [workspaceId, agentId])
}

/** Any of the words, as the configuration of each language has them: a chunk has those of its own. */
const anyWord = (config: string) =>
  `replace(plainto_tsquery('${config}', $3)::text, ' & ', ' | ')::tsquery`
const words = ['english', 'french', 'arabic', 'simple'].map(anyWord).join(' || ')

const wordsStatement = statement(
  'search_knowledge',
  `select c.id from knowledge_chunk c, (select ${words} as query) as q
   where c.workspace_id = $1 and c.item_id = any ($2::uuid[]) and c.terms @@ q.query
   order by ts_rank(c.terms, q.query, 1) desc, c.id limit $4`,
)

/** Ids of the chunks that have the words of the query, best first. */
export async function selectByWords(
  db: Runner,
  workspaceId: string,
  search: {
    readonly itemIds: readonly string[]
    readonly query: string
    readonly limit: number
  },
): Promise<string[]> {
  const { itemIds, query, limit } = search
  const values = [workspaceId, itemIds, query, limit]
  const rows = await db.run<{ id: string }>(wordsStatement, values)
  return rows.map(({ id }) => id)
}

const vectorsStatement = statement(
  'knowledge_vectors',
  `select item_id as "itemId", id, vector from knowledge_chunk
   where workspace_id = $1 and item_id = any ($2::uuid[]) and vector is not null`,
)

export function selectVectors(
  db: Runner,
  workspaceId: string,
  itemIds: readonly string[],
): Promise<{ itemId: string; id: string; vector: Buffer }[]> {
  return db.run(vectorsStatement, [workspaceId, itemIds])
}

export type PassageRow = {
  readonly id: string
  readonly text: string
  readonly language: string | null
  readonly heading: string | null
  readonly page: number | null
  readonly offset: number
  readonly itemId: string
  readonly itemName: string
  readonly type: 'TEXT' | 'FILE' | 'URL'
  readonly url: string | null
  readonly title: string | null
}

const passagesStatement = statement(
  'knowledge_passages',
  `select c.id, c.text, c.language, c.heading, c.page_number as page, c.start_offset as "offset",
     i.id as "itemId", i.name as "itemName", i.type, coalesce(p.url, i.source_url) as url, p.title
   from knowledge_chunk c
   join knowledge_item i on i.workspace_id = c.workspace_id and i.id = c.item_id
   left join knowledge_page p on p.workspace_id = c.workspace_id and p.id = c.page_id
   where c.workspace_id = $1 and c.id = any ($2::uuid[])`,
)

export function selectPassages(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<PassageRow[]> {
  return db.run<PassageRow>(passagesStatement, [workspaceId, ids])
}
