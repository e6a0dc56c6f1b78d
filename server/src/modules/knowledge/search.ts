import type { KnowledgeFindings, KnowledgePassage } from '@parley/contract'
import type { Context } from '../../context.ts'
import { type Embeddings, understands } from '../../providers/embeddings/index.ts'
import { guessLanguage } from '../evaluator/index.ts'
import { type Fused, fuseRanks } from './fuse-rules.ts'
import { findNearest } from './nearest-rules.ts'
import {
  type PassageRow,
  type SearchedItem,
  selectByWords,
  selectPassages,
  selectSearched,
} from './search-queries.ts'
import { openVectorCache, type VectorCache } from './vector-cache.ts'

/** Of each of the two searches; what is below it in both is in neither's favour. */
const candidates = 50
/** In a live call somebody waits for the answer: beyond it, words alone have to do. */
const livePatienceMs = 400

export type KnowledgeQuery = {
  readonly workspaceId: string
  /** Undefined: everything of the workspace is searched. */
  readonly agentId?: string | undefined
  readonly query: string
  readonly limit: number
  /** How long the meaning of the query may take; 400 ms unless said. */
  readonly patienceMs?: number
}

/** Copies belong to the database they were read from. */
const caches = new WeakMap<Context['db'], VectorCache>()

function cacheOf({ db }: Context): VectorCache {
  const cache = caches.get(db) ?? openVectorCache()
  caches.set(db, cache)
  return cache
}

/**
 * The passages that answer a query best, by words and by meaning, with their source. Never fails for
 * want of a model: then `mode` is full_text and `notice` says why.
 */
export async function searchKnowledge(
  context: Context,
  wanted: KnowledgeQuery,
): Promise<KnowledgeFindings> {
  const startedAt = performance.now()
  const { workspaceId, agentId, query, limit } = wanted
  const items = await selectSearched(context.db, workspaceId, agentId)
  const itemIds = items.map(({ id }) => id)
  const language = guessLanguage(null, query)
  const [words, meaning] = await Promise.all([
    items.length === 0
      ? []
      : selectByWords({ run: context.db.runPlanned }, workspaceId, {
          itemIds,
          query,
          language,
          limit: candidates,
        }),
    findByMeaning(context, { ...wanted, language }, items),
  ])
  const fused = fuseRanks({ words, meaning: meaning.ids }, limit)
  return {
    mode: meaning.notice === null ? 'hybrid' : 'full_text',
    notice: meaning.notice,
    passages: await toPassages(context, workspaceId, fused),
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  }
}

type ByMeaning = { readonly ids: readonly string[]; readonly notice: string | null }

const only = (why: string): ByMeaning => ({
  ids: [],
  notice: `${why}; this was searched by words alone.`,
})

async function findByMeaning(
  context: Context,
  {
    workspaceId,
    query,
    language,
    patienceMs = livePatienceMs,
  }: KnowledgeQuery & { readonly language: string | null },
  items: readonly SearchedItem[],
): Promise<ByMeaning> {
  const { embeddings } = context
  if (!embeddings) return only('No model of meanings is configured')
  if (!understands(embeddings, language)) {
    return only('The model of meanings does not know the language of the query')
  }
  const comparable = items.filter(
    ({ vectors, vectorModel }) => vectors > 0 && vectorModel === embeddings.model,
  )
  if (items.length > 0 && comparable.length === 0) {
    return only('Nothing here has been compared by its meaning yet, or is in a language for it')
  }
  if (comparable.length === 0) return { ids: [], notice: null }
  const [vector, blocks] = await Promise.all([
    embedQuery(context, embeddings, query, patienceMs),
    cacheOf(context).blocksOf(context.db, workspaceId, comparable),
  ])
  if (typeof vector === 'string') return only(vector)
  return { ids: findNearest(blocks, vector, candidates), notice: null }
}

/** A sentence instead of a vector says why there is none. */
async function embedQuery(
  { log }: Context,
  embeddings: Embeddings,
  query: string,
  patienceMs: number,
): Promise<Float32Array | string> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patienceMs)
  })
  try {
    // What comes too late still loads the model for the next query.
    const vectors = await Promise.race([embeddings.embed([query], { isUrgent: true }), tooLate])
    if (vectors !== 'late') return vectors[0] ?? 'The model of meanings answered nothing'
    return embeddings.isReady()
      ? 'The model of meanings took too long'
      : 'The model of meanings is still loading'
  } catch (error) {
    log.warn({ err: error }, 'a query could not be embedded')
    return 'The model of meanings cannot be had at present'
  } finally {
    clearTimeout(timer)
  }
}

async function toPassages(
  { db }: Context,
  workspaceId: string,
  fused: readonly Fused[],
): Promise<KnowledgePassage[]> {
  if (fused.length === 0) return []
  const rows = await selectPassages(
    db,
    workspaceId,
    fused.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = fused.flatMap((one) => {
    // Gone since it was found.
    const row = byId.get(one.id)
    return row ? [{ one, row }] : []
  })
  return found.map(({ one, row }, index) => toPassage(row, one, index + 1))
}

function toPassage(row: PassageRow, { score, lists }: Fused, rank: number): KnowledgePassage {
  const { id, text, language, itemId, itemName, type, url, title, page, heading, offset } = row
  return {
    id,
    rank,
    score: Math.round(score * 1e6) / 1e6,
    text,
    language,
    matchedBy: lists.map((name) => (name === 'words' ? 'words' : 'meaning')),
    source: { itemId, itemName, type, url, title, page, heading, offset },
  }
}

/** Loads what the searches of an agent need, so that its first one is as quick as the others. */
export async function prepareKnowledge(
  context: Context,
  { workspaceId, agentId }: Pick<KnowledgeQuery, 'workspaceId' | 'agentId'>,
): Promise<void> {
  const query = { workspaceId, agentId, query: 'hello', limit: 1, patienceMs: 10_000 }
  await searchKnowledge(context, query)
}
