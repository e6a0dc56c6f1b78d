import type { ListConversations, Pagination, TranscriptMatch } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { matchesIn, toWanted } from '../conversations/index.ts'
import { readCursor, writeCursor } from './cursor-rules.ts'
import {
  countMatching,
  type EntryRow,
  estimateMatching,
  selectPage,
  type Wanted,
} from './log-queries.ts'

/** Matching rows are counted one by one up to here. */
const exactCountLimit = 10_000
/** Of one conversation; all of them are found by searching its transcript. */
const matchesOfEach = 5

type Counted = { readonly total: number | null; readonly isEstimate: boolean }

export async function listConversations(
  context: Context,
  principal: Principal,
  query: ListConversations,
): Promise<RawJson> {
  const { limit, sort = 'date', order = 'desc' } = query
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, { sort, order })
  if (query.cursor !== undefined && !cursor) throw invalid('cursor', "'cursor' is not one of ours.")
  const words = toWanted(query.text)
  // Nothing is found by mere punctuation.
  if (words === null) return answer([], query, { total: 0, isEstimate: false }, null)
  const wanted: Wanted = { viewer: principal, query, terms: words?.terms ?? null }
  const [found, counted] = await Promise.all([
    selectPage(context.db, wanted, { sort, order, cursor }),
    count(context, wanted),
  ])
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const hasMore = found.length > limit
  const next = hasMore && last ? writeCursor({ sort, order, key: last.key, id: last.id }) : null
  if (!words) return answer(jsonOf(rows), query, counted, next)
  const matches = await matchesIn(context, principal.workspaceId, {
    ...words,
    conversationIds: rows.map(({ id }) => id),
    perEach: matchesOfEach,
  })
  return answer(withMatches(rows, matches), query, counted, next)
}

const jsonOf = (rows: readonly EntryRow[]) => rows.map(({ json }) => json)

function withMatches(rows: readonly EntryRow[], matches: readonly TranscriptMatch[]): string[] {
  return rows.map(({ id, json }) => {
    const own = matches.filter(({ conversation_id: conversationId }) => conversationId === id)
    return `${json.slice(0, -1)},"matches":${JSON.stringify(own)}}`
  })
}

function answer(
  rows: readonly string[],
  { limit, offset, cursor }: ListConversations,
  { total, isEstimate }: Counted,
  nextCursor: string | null,
): RawJson {
  const skipped = cursor === undefined ? offset : 0
  const pagination: Pagination = {
    limit,
    offset: skipped,
    total,
    hasMore: nextCursor !== null,
    page: Math.floor(skipped / limit) + 1,
    totalPages: total === null ? null : Math.ceil(total / limit),
    ...(isEstimate && { totalIsEstimate: true }),
    nextCursor,
  }
  return new RawJson(
    `{"data":[${rows.join(',')}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

async function count({ db }: Context, wanted: Wanted): Promise<Counted> {
  const { count: asked } = wanted.query
  if (asked === 'none') return { total: null, isEstimate: false }
  if (asked === 'exact') {
    return { total: await countMatching(db, wanted, null), isEstimate: false }
  }
  if (asked === undefined) {
    const total = await countMatching(db, wanted, exactCountLimit + 1)
    if (total <= exactCountLimit) return { total, isEstimate: false }
  }
  return { total: await estimateMatching(db, wanted), isEstimate: true }
}
