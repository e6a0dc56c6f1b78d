import type { Principal } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { StatementCache } from '../../platform/db/statement-cache.ts'
import { isFuzzy } from './condition-queries.ts'
import type { Declaration } from './declaration.ts'
import {
  countsEverything,
  estimateSql,
  exactCountLimit,
  type ListRequest,
  nearSpellingLimit,
  type Outlook,
  pageSql,
  type PageRow,
} from './page-queries.ts'
import { shareOfTable } from './share-queries.ts'

/**
 * From an estimate of this many rows on, none is counted: the estimate is the answer. Twice what is
 * counted, as estimates may be off; not for ranked searches, where finding all rows takes longest.
 */
const wideFrom = { sorted: 2 * exactCountLimit, ranked: exactCountLimit }
/** Pages further down take long enough to hold up others on a pipelined connection. */
const quickOffset = 200

export type Page = {
  /** The rows as JSON, separated by commas. */
  readonly rows: string
  readonly shown: number
  readonly hasMore: boolean
  readonly lastKey: string | null
  readonly lastId: string | null
  readonly total: number | null
  readonly totalIsEstimate: boolean
}

const statements = new StatementCache()

export async function selectPage(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<Page> {
  const guess = needsGuess(declaration, principal, request)
    ? await estimateRows(db, declaration, principal, request)
    : undefined
  const outlook: Outlook = {
    isWide: guess !== undefined && guess > wideFrom[request.sort ? 'sorted' : 'ranked'],
    ownsTable: await ownsTable(db, declaration, principal, request),
  }
  const { text, values } = pageSql(declaration, principal, request, outlook)
  const run = isQuick(declaration, request) ? db.read : db.runPlanned
  const query = statements.get(`list_${declaration.resource.plural}`, text, () => text)
  const [row] = await run<PageRow>(query, values)
  if (!row) throw new Error('A page without a row.')
  return {
    rows: row.rows,
    shown: Math.min(row.fetched, request.limit),
    hasMore: row.fetched > request.limit,
    lastKey: row.last_key,
    lastId: row.last_id,
    ...(await totalOf(db, declaration, principal, { request, counted: row.total, guess })),
  }
}

/** Short whatever the values are, with one plan for all of them. */
function isQuick({ narrow = [] }: Declaration, request: ListRequest): boolean {
  return (
    request.matching === 'none' &&
    request.sort === 'created_at' &&
    request.count !== 'exact' &&
    request.offset <= quickOffset &&
    Object.keys(request.filters).every((name) => narrow.includes(name))
  )
}

/** The guess decides how a search is done, and whether rows are counted at all. */
function needsGuess(declaration: Declaration, principal: Principal, request: ListRequest): boolean {
  if (request.count === 'estimated') return true
  if (isFuzzy(request.matching) || countsEverything(principal, request)) return false
  if (request.sort === undefined) return true
  return request.count === undefined && !isQuick(declaration, request)
}

async function ownsTable(
  db: Database,
  { table }: Declaration,
  { workspaceId }: Principal,
  { matching }: ListRequest,
): Promise<boolean> {
  return matching !== 'none' && (await shareOfTable(db, table, workspaceId)) > 0.5
}

type Counting = {
  readonly request: ListRequest
  readonly counted: number | null
  readonly guess: number | undefined
}

async function totalOf(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  { request, counted, guess }: Counting,
): Promise<Pick<Page, 'total' | 'totalIsEstimate'>> {
  const { count, matching } = request
  const exact = { total: counted, totalIsEstimate: false }
  if (count === 'none' || count === 'exact') return exact
  if (count === undefined && counted !== null) {
    if (countsEverything(principal, request)) return exact
    if (isFuzzy(matching)) return { total: counted, totalIsEstimate: counted > nearSpellingLimit }
    if (counted <= exactCountLimit) return exact
  }
  const estimate = guess ?? (await estimateRows(db, declaration, principal, request))
  return { total: Math.max(estimate, counted ?? 0), totalIsEstimate: true }
}

/** How many rows the planner expects to match: none is read. */
async function estimateRows(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<number> {
  const { text, values } = estimateSql(declaration, principal, request)
  const query = statements.get(`estimate_${declaration.resource.plural}`, text, () => text)
  const [row] = await db.runPlanned<{ 'QUERY PLAN': string }>(query, values)
  const plan: unknown = JSON.parse(row?.['QUERY PLAN'] ?? '[]')
  const [first] = plan as { Plan: { 'Plan Rows': number } }[]
  return first?.Plan['Plan Rows'] ?? 0
}
