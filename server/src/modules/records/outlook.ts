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
  type Outlook,
} from './page-queries.ts'
import { findsBeginnings } from './search-terms.ts'
import { statisticsOf } from './statistics-queries.ts'

/** From an estimate of this many rows on, none is counted: the estimate may be off by half. */
const wideFrom = 2 * exactCountLimit
/**
 * What is known of a search is a sample of a hundred texts. One or two of them may match a rare word
 * by chance; looking for that among the newest rows would then read all of them (1 s at a million).
 * Three are no chance.
 */
const surelyCommon = 0.03
/** Pages further down take long enough to hold up others on a pipelined connection. */
const quickOffset = 200

/** How a page is to be found, and what is known about the number of matching rows. */
export type Forecast = Outlook & {
  /** How many rows match, as far as statistics tell; undefined when nothing depends on it. */
  readonly guess: number | undefined
  /**
   * `quick`: short whatever the values are. `general`: one plan suits all values. `planned`: the best
   * plan depends on the values.
   */
  readonly run: 'quick' | 'general' | 'planned'
}

const statements = new StatementCache()

export async function forecast(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<Forecast> {
  if (request.matching === 'none') return forecastList(db, declaration, principal, request)
  const statistics = await statisticsOf(db, declaration.table)
  const share = statistics.shareOf(principal.workspaceId)
  const rows = share * statistics.rows
  const ownsTable = share > 0.5
  const isWide = (guess = 0) =>
    guess > (request.sort === undefined ? Math.max(exactCountLimit, surelyCommon * rows) : wideFrom)
  if (ownsTable && isPlainSearch(principal, request)) {
    const guess = Math.round(statistics.frequencyOf(request.words) * rows)
    // The newest rows are found by another index than words are.
    return { ownsTable, guess, isWide: isWide(guess), run: isWide(guess) ? 'planned' : 'general' }
  }
  const guess = needsGuess(declaration, principal, request)
    ? await estimateRows(db, declaration, principal, request)
    : undefined
  return { ownsTable, guess, isWide: isWide(guess), run: 'planned' }
}

async function forecastList(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<Forecast> {
  const guess = needsGuess(declaration, principal, request)
    ? await estimateRows(db, declaration, principal, request)
    : undefined
  const isWide = guess !== undefined && guess > wideFrom
  const run = isQuick(declaration, request) ? 'quick' : 'planned'
  return { ownsTable: false, guess, isWide, run }
}

/** For parts of words that have trigrams, and nothing else: only their index can find the rows. */
function isPlainSearch(principal: Principal, request: ListRequest): boolean {
  return (
    request.sort === undefined &&
    request.matching === 'substring' &&
    principal.seesAllRows &&
    (request.count === undefined || request.count === 'none') &&
    Object.keys(request.filters).length === 0 &&
    request.words.some((word) => hasTrigram.test(word) || findsBeginnings(word))
  )
}

const hasTrigram = /[\p{L}\p{N}]{3}/u

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

/** How many rows the planner expects to match: none is read. */
export async function estimateRows(
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
