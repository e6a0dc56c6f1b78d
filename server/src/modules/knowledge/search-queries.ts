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

const configs = { en: 'english', fr: 'french', ar: 'arabic' } as const

/** Passages that have one of the words: so many of each word are looked at, in no order. */
const perWord = 100
/** Passages that have all of the words. */
const withEvery = 200

/**
 * Words as the configurations have them: a passage has those of its language. Ranking each passage
 * that has any word took 111 ms among 10,000, most of it for words that nearly all of them have; so
 * of each word only some are ranked, and those that have every word: 8 ms.
 */
function searchStatement(label: string, names: readonly string[]) {
  const every = names.map((name) => `plainto_tsquery('${name}', $3)`)
  const any = every.map((query) => `replace(${query}::text, ' & ', ' | ')::tsquery`)
  const words = names.map((name) => `to_tsvector('${name}', $3)`)
  const wanted = 'c.workspace_id = $1 and c.item_id = any ($2::uuid[])'
  return statement(
    label,
    `with q as materialized (select ${any.join(' || ')} as any_word, ${every.join(' || ')} as every),
     found as (
       (select c.id from knowledge_chunk c, q where ${wanted} and c.terms @@ q.every
         limit ${withEvery})
       union
       select w.id from unnest(tsvector_to_array(${words.join(' || ')})) as word,
         lateral (select c.id from knowledge_chunk c
           where ${wanted} and c.terms @@ plainto_tsquery('simple', word) limit ${perWord}) as w
     )
     select c.id from found
     join knowledge_chunk c on c.workspace_id = $1 and c.id = found.id, q
     order by ts_rank(c.terms, q.any_word, 1) desc, c.id limit $4`,
  )
}

const searchStatements = {
  en: searchStatement('search_knowledge_en', [configs.en, 'simple']),
  fr: searchStatement('search_knowledge_fr', [configs.fr, 'simple']),
  ar: searchStatement('search_knowledge_ar', [configs.ar, 'simple']),
  other: searchStatement('search_knowledge', [...Object.values(configs), 'simple']),
} as const

/** Ids of the chunks that have the words of the query, best first. */
export async function selectByWords(
  db: Runner,
  workspaceId: string,
  search: {
    readonly itemIds: readonly string[]
    readonly query: string
    /** ISO 639-1; null where it cannot be told. */
    readonly language: string | null
    readonly limit: number
  },
): Promise<string[]> {
  const { itemIds, query, language, limit } = search
  const known = language === 'en' || language === 'fr' || language === 'ar' ? language : 'other'
  const values = [workspaceId, itemIds, query, limit]
  const rows = await db.run<{ id: string }>(searchStatements[known], values)
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
