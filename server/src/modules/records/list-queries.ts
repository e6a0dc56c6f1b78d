import type { Principal } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { StatementCache } from '../../platform/db/statement-cache.ts'
import { isFuzzy } from './condition-queries.ts'
import type { Declaration } from './declaration.ts'
import { estimateRows, forecast } from './outlook.ts'
import {
  countsEverything,
  exactCountLimit,
  type ListRequest,
  nearSpellingLimit,
  pageSql,
  type PageRow,
} from './page-queries.ts'

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
  const expected = await forecast(db, declaration, principal, request)
  const { text, values } = pageSql(declaration, principal, request, expected)
  const query = statements.get(`list_${declaration.resource.plural}`, text, () => text)
  const run = { quick: db.read, general: db.runGeneral, planned: db.runPlanned }[expected.run]
  const [row] = await run<PageRow>(query, values)
  if (!row) throw new Error('A page without a row.')
  return {
    rows: row.rows,
    shown: Math.min(row.fetched, request.limit),
    hasMore: row.fetched > request.limit,
    lastKey: row.last_key,
    lastId: row.last_id,
    ...(await totalOf(db, declaration, principal, {
      request,
      counted: row.total,
      guess: expected.guess,
    })),
  }
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
