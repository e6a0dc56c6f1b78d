import type { Principal } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import type { Cursor } from './cursor.ts'
import { type Comparable, type Declaration, isOurs, sortOf } from './declaration.ts'
import { chosenFields, projection } from './projection.ts'
import { containing } from './search-terms.ts'

/** Filtered rows are counted one by one up to here; beyond, the planner's estimate is cheaper. */
export const exactCountLimit = 10_000
/** Matches that are ranked; a word that more rows contain ranks the first ones found. */
const rankedLimit = 1_000
/** Deeper pages look up the rows' ids first and then only the rows of the page. */
const deepOffset = 200

export type ListRequest = {
  /** Plain filters and `field[operator]` ones, by parameter name. */
  readonly filters: Readonly<Record<string, unknown>>
  readonly words: readonly string[]
  /** `fuzzy` finds near spellings of the whole search. */
  readonly matching: 'none' | 'substring' | 'fuzzy'
  /** Undefined ranks by how well the search matches. */
  readonly sort: string | undefined
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly offset: number
  readonly after: Extract<Cursor, { after: unknown }>['after'] | undefined
  readonly count: 'none' | 'exact' | 'estimated' | undefined
  readonly fields: readonly string[] | undefined
  readonly include: readonly string[] | undefined
}

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

type PageRow = {
  rows: string
  fetched: number
  last_key: string | null
  last_id: string | null
  total: number | null
}

/** Collects the parameters of one statement, in the order they stand in its text. */
class Parameters {
  readonly values: unknown[] = []

  add(value: unknown): string {
    return `$${this.values.push(value)}`
  }
}

export async function selectPage(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<Page> {
  const parameters = new Parameters()
  const text = pageSql(declaration, principal, request, parameters)
  const cheap = request.matching === 'none' && request.offset <= deepOffset
  const query = named(`list_${declaration.resource.plural}`, text)
  const run = cheap && request.count !== 'exact' ? db.read : db.runPlanned
  const [row] = await run<PageRow>(query, parameters.values)
  if (!row) throw new Error('A page without a row.')
  const { total } = row
  const guess = needsEstimate(principal, request, total)
    ? await estimateTotal(db, declaration, principal, request)
    : undefined
  return {
    rows: row.rows,
    shown: Math.min(row.fetched, request.limit),
    hasMore: row.fetched > request.limit,
    lastKey: row.last_key,
    lastId: row.last_id,
    total: guess === undefined ? total : Math.max(guess, total ?? 0),
    totalIsEstimate: guess !== undefined,
  }
}

/** Texts of statements repeat; hashing one costs more than finding it here. */
const statements = new Map<string, Statement>()
const maxStatements = 2_000

function named(label: string, text: string): Statement {
  const known = statements.get(text)
  if (known) return known
  if (statements.size >= maxStatements) statements.clear()
  const made = statement(label, text)
  statements.set(text, made)
  return made
}

function pageSql(
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
  parameters: Parameters,
): string {
  const conditions = conditionsOf(declaration, principal, request, parameters)
  const page =
    request.sort === undefined
      ? rankedPage(declaration, conditions, request, parameters)
      : sortedPage(declaration, conditions, request, parameters)
  const limit = parameters.add(request.limit)
  // The second parameter: conditionsOf adds it after the workspace.
  const user = principal.seesAllRows ? undefined : '$2'
  const shown = projection(chosenFields(declaration, declaration.shown, request), user)
  const last = `filter (where p.n = ${limit}::int)`
  return `
    select coalesce(string_agg(p.json, ',' order by p.n) filter (where p.n <= ${limit}::int), '') as rows,
      count(*)::int as fetched, max(p.key) ${last} as last_key, max(p.id::text) ${last} as last_id,
      ${totalSql(declaration, principal, request, conditions)} as total
    from (
      select r.n, r.sort_key::text as key, r.id, row_to_json(shown)::text as json
      from (${page}) r ${declaration.joins}
      cross join lateral (select ${shown}) shown
    ) p`
}

function conditionsOf(
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
  parameters: Parameters,
): string {
  const all = [`r.workspace_id = ${parameters.add(principal.workspaceId)}`, 'r.deleted_at is null']
  if (!principal.seesAllRows) all.push(declaration.ownership(parameters.add(principal.userId)))
  for (const [name, value] of Object.entries(request.filters)) {
    all.push(condition(declaration, name, value, parameters))
  }
  if (request.matching === 'fuzzy') {
    all.push(`lower(${parameters.add(request.words.join(' '))}) <% ${declaration.search.text}`)
  }
  if (request.matching === 'substring') {
    for (const word of request.words) all.push(contains(declaration, word, parameters))
  }
  return all.join(' and ') + isOurs(declaration)
}

function contains({ search }: Declaration, word: string, parameters: Parameters): string {
  const pattern = `lower(${parameters.add(containing(word))})`
  // Lower-cased by PostgreSQL, as the searched text was: JavaScript has other rules for İ and Σ.
  const here = `${search.text} like ${pattern}`
  return search.also ? `(${here} or ${search.also(pattern)})` : here
}

const comparisons: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }

/** The SQL of one filter: a declared one, or `field[operator]`. */
function condition(
  declaration: Declaration,
  name: string,
  value: unknown,
  parameters: Parameters,
): string {
  const plain = declaration.filters[name]
  if (plain) return plain(parameters.add(value))
  const [, field, operator] = /^(\w+)\[(\w+)\]$/.exec(name) ?? []
  const compared = field === undefined ? undefined : declaration.comparable[field]
  if (!compared || operator === undefined) throw new Error(`No such filter: ${name}`)
  if (operator === 'null') return `${compared.sql} is ${value === true ? '' : 'not '}null`
  return comparison(compared, operator, parameters.add(value))
}

/** `canonical` brings values into the form that `sql` has. */
function comparison(
  { sql, type, canonical }: Comparable,
  operator: string,
  parameter: string,
): string {
  const value = `${parameter}::${type}`
  if (operator === 'in') {
    if (!canonical) return `${sql} = any(${value}[])`
    return `${sql} = any(array(select ${canonical('v.given')} from unnest(${value}[]) v(given)))`
  }
  const right = canonical ? canonical(value) : value
  if (operator === 'ne') return `${sql} is distinct from ${right}`
  return `${sql} ${comparisons[operator] ?? '='} ${right}`
}

/**
 * Sorts rows without a value to the end, whichever the direction. Texts are compared by code point,
 * so that this holds under every collation a database may have.
 */
const lastInOrder: Readonly<Record<string, { asc: string; desc: string }>> = {
  text: { asc: `U&'\\+10FFFF'`, desc: `''` },
  int: { asc: '2147483647', desc: '-2147483648' },
  numeric: { asc: `'Infinity'::numeric`, desc: `'-Infinity'::numeric` },
  date: { asc: `'infinity'::date`, desc: `'-infinity'::date` },
  timestamptz: { asc: `'infinity'::timestamptz`, desc: `'-infinity'::timestamptz` },
}

function sortKey({ sql, type, nullable }: Comparable, order: 'asc' | 'desc'): string {
  const sentinel = nullable ? lastInOrder[type]?.[order] : undefined
  const key = sentinel === undefined ? sql : `coalesce(${sql}, ${sentinel})`
  return type === 'text' ? `(${key}) collate "C"` : key
}

function sortedPage(
  declaration: Declaration,
  conditions: string,
  request: ListRequest,
  parameters: Parameters,
): string {
  const { order, after, limit, offset } = request
  const compared = sortOf(declaration, request.sort ?? 'created_at')
  const key = sortKey(compared, order)
  const direction = order === 'asc' ? '>' : '<'
  const keyset = after
    ? ` and (${key}, r.id) ${direction} (${parameters.add(after.key)}::${compared.type}, ${parameters.add(after.id)}::uuid)`
    : ''
  const from = `from ${declaration.table} r where ${conditions}${keyset}`
  const ordered = `order by ${key} ${order}, r.id ${order}`
  const range = `${ordered} limit ${parameters.add(limit + 1)} offset ${parameters.add(offset)}`
  const numbered = `${key} as sort_key, row_number() over (${ordered}) - ${parameters.add(offset)}::bigint as n`
  if (offset <= deepOffset) return `select r.*, ${numbered} ${from} ${range}`
  return `select r.*, d.sort_key, d.n
    from (select r.id, ${numbered} ${from} ${range}) d
    join ${declaration.table} r on r.workspace_id = $1 and r.id = d.id`
}

function rankedPage(
  declaration: Declaration,
  conditions: string,
  request: ListRequest,
  parameters: Parameters,
): string {
  const term = `lower(${parameters.add(request.words.join(' '))})`
  const best = `order by word_similarity(${term}, ${declaration.search.text}) desc, r.created_at desc, r.id desc`
  const enough = parameters.add(Math.max(rankedLimit, request.offset + request.limit + 1))
  const offset = parameters.add(request.offset)
  return `select r.*, null::text as sort_key, row_number() over (${best}) - ${offset}::bigint as n
    from (select r.* from ${declaration.table} r where ${conditions} limit ${enough}) r
    ${best} limit ${parameters.add(request.limit + 1)} offset ${offset}`
}

function totalSql(
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
  conditions: string,
): string {
  if (request.count === 'none' || request.count === 'estimated') return 'null::bigint'
  if (countsEverything(principal, request)) {
    return `(select coalesce(sum(delta), 0)::bigint from tally
      where workspace_id = $1 and resource = '${declaration.resource.name}')`
  }
  const bound = request.count === 'exact' ? '' : ` limit ${exactCountLimit + 1}`
  return `(select count(*) from (select 1 from ${declaration.table} r where ${conditions}${bound}) c)`
}

function countsEverything(principal: Principal, request: ListRequest): boolean {
  return (
    principal.seesAllRows &&
    request.matching === 'none' &&
    Object.keys(request.filters).length === 0
  )
}

/** Counting stopped at the limit, or was not wanted at all. */
function needsEstimate(
  principal: Principal,
  request: ListRequest,
  counted: number | null,
): boolean {
  if (request.count === 'estimated') return true
  if (request.count === 'exact' || countsEverything(principal, request)) return false
  return counted !== null && counted > exactCountLimit
}

/** How many rows the planner expects: no row is read. */
async function estimateTotal(
  db: Database,
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
): Promise<number> {
  const parameters = new Parameters()
  const conditions = conditionsOf(declaration, principal, request, parameters)
  const text = `explain (format json) select 1 from ${declaration.table} r where ${conditions}`
  const [row] = await db.runPlanned<{ 'QUERY PLAN': string }>(
    named(`estimate_${declaration.resource.plural}`, text),
    parameters.values,
  )
  const plan: unknown = JSON.parse(row?.['QUERY PLAN'] ?? '[]')
  const [first] = plan as { Plan: { 'Plan Rows': number } }[]
  return first?.Plan['Plan Rows'] ?? 0
}
