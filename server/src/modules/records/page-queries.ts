import type { Principal } from '../../platform/access.ts'
import { conditionsOf, isFuzzy, Parameters, type Wanted } from './condition-queries.ts'
import type { Cursor } from './cursor.ts'
import { type Comparable, type Declaration, type Expression, sortOf } from './declaration.ts'
import { chosenFields, projection } from './projection.ts'
import { mayBeMisspelt } from './search-terms.ts'

/** Matching rows are counted one by one up to here; beyond, the planner's estimate is cheaper. */
export const exactCountLimit = 10_000
/** Near spellings are looked at one by one, 20 µs each; with more of them the search is no help. */
export const nearSpellingLimit = 500
/** Matches whose similarity is computed, 8 µs each; further ones follow by age. */
const rankedLimit = 200
/** Deeper pages look up the rows' ids first and then only the rows of the page. */
const deepOffset = 200

export type ListRequest = Wanted & {
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

/** What is known before the statement is written. */
export type Outlook = {
  /** Whether far more rows match than are counted one by one. */
  readonly isWide: boolean
  /** Whether most rows of the table are the workspace's. */
  readonly ownsTable: boolean
}

export type PageRow = {
  readonly rows: string
  readonly fetched: number
  readonly last_key: string | null
  readonly last_id: string | null
  readonly total: number | null
}

type Sql = { readonly text: string; readonly values: unknown[] }

/** One page and, unless it costs too much, the number of all matching rows, in one row. */
export function pageSql(
  declaration: Declaration,
  principal: Principal,
  request: ListRequest,
  outlook: Outlook,
): Sql {
  const parameters = new Parameters()
  const conditions = conditionsOf(declaration, principal, request, parameters)
  const { before, page, counted } =
    request.sort === undefined
      ? rankedPage(declaration, conditions, { request, outlook }, parameters)
      : sortedPage(declaration, conditions, request, parameters)
  const limit = parameters.add(request.limit)
  const user = principal.seesAllRows ? undefined : '$2'
  const shown = projection(chosenFields(declaration, declaration.shown, request), user)
  const last = `filter (where p.n = ${limit}::int)`
  const total = countsEverything(principal, request)
    ? tallied(declaration, request)
    : totalSql(declaration, conditions, request, { counted, ...outlook })
  const text = `${before}
    select coalesce(string_agg(p.json, ',' order by p.n) filter (where p.n <= ${limit}::int), '') as rows,
      count(*)::int as fetched, max(p.key) ${last} as last_key, max(p.id::text) ${last} as last_id,
      ${total} as total
    from (
      select r.n, r.sort_key::text as key, r.id, row_to_json(shown)::text as json
      from (${page}) r ${declaration.joins}
      cross join lateral (select ${shown}) shown
    ) p`
  return { text, values: parameters.values }
}

/** How many rows the planner expects: no row is read. */
export function estimateSql(declaration: Declaration, principal: Principal, wanted: Wanted): Sql {
  const parameters = new Parameters()
  const conditions = conditionsOf(declaration, principal, wanted, parameters)
  const text = `explain (format json) select 1 from ${declaration.table} r where ${conditions}`
  return { text, values: parameters.values }
}

type Parts = {
  /** CTEs that the page needs. */
  readonly before: string
  /** Rows `r` of the table with `sort_key` and their number `n` on the page, from 1. */
  readonly page: string
  /** A CTE that holds all matching rows up to a number. */
  readonly counted: string | undefined
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

function sortKey({ sql, type, nullable }: Comparable, order: 'asc' | 'desc'): Expression {
  const sentinel = nullable ? lastInOrder[type]?.[order] : undefined
  const key = sentinel === undefined ? sql : `coalesce(${sql}, ${sentinel})`
  return type === 'text' ? `(${key}) collate "C"` : key
}

function sortedPage(
  declaration: Declaration,
  conditions: string,
  request: ListRequest,
  parameters: Parameters,
): Parts {
  const { order, after, limit, offset } = request
  const compared = sortOf(declaration, request.sort ?? 'created_at')
  const key = sortKey(compared, order)
  const direction = order === 'asc' ? '>' : '<'
  const keyset = after
    ? ` and (${key}, r.id) ${direction} (${parameters.add(after.key)}::${compared.type}, ${parameters.add(after.id)}::uuid)`
    : ''
  const range = rangeSql({ limit: limit + 1, offset }, parameters)
  const some = (
    columns: string,
  ) => `select ${columns}, ${key} as sort_key from ${declaration.table} r
    where ${conditions}${keyset} order by ${key} ${order}, r.id ${order} ${range.inner}`
  // Numbered when they are few: numbering what is skipped too would cost as much as skipping it.
  const n = `row_number() over (order by x.sort_key ${order}, x.id ${order}) as n`
  const page =
    offset <= deepOffset
      ? `select * from (select x.*, ${n} from (${some('r.*')}) x) r ${range.outer}`
      : `select r.*, x.sort_key, x.n from (select x.*, ${n} from (${some('r.id')}) x) x
         join ${declaration.table} r on r.workspace_id = $1 and r.id = x.id`
  return { before: '', page, counted: undefined }
}

const plannedSizes = [11, 21, 26, 51, 101, 201, 501, 1001]

/**
 * LIMIT as a number in the text, not as a parameter: without it the planner takes a tenth of the
 * table for granted, finds its generic plan expensive, and plans anew each time, which took half of
 * a list's time. A few sizes only, so that few statements are prepared.
 */
function rangeSql(
  { limit, offset }: { readonly limit: number; readonly offset: number },
  parameters: Parameters,
): { readonly inner: string; readonly outer: string } {
  if (offset > 0) {
    return { inner: `limit ${parameters.add(limit)} offset ${parameters.add(offset)}`, outer: '' }
  }
  const size = plannedSizes.find((planned) => planned >= limit) ?? limit
  return {
    inner: `limit ${size}`,
    outer: size === limit ? '' : `where r.n <= ${parameters.add(limit)}::int`,
  }
}

/**
 * Whole words first, then the newest; of the first {@link rankedLimit} the most similar first. When
 * the search is wide, whole words are not looked for: finding the newest rows takes milliseconds,
 * finding all takes seconds.
 */
function rankedPage(
  declaration: Declaration,
  conditions: string,
  { request, outlook }: { readonly request: ListRequest; readonly outlook: Outlook },
  parameters: Parameters,
): Parts {
  const { table, search } = declaration
  const { offset, limit, matching } = request
  const fuzzy = isFuzzy(matching)
  const end = parameters.add(offset + limit + 1)
  const enough = `greatest(${rankedLimit}, ${end}::int)`
  const columns = `r.id, r.created_at, ${search.text} as text`
  const newest = 'r.created_at desc, r.id desc'
  const found = outlook.isWide
    ? `select ${columns}, 0 as whole from ${table} r where ${conditions} order by ${newest} limit ${enough}`
    : `select ${columns}, ${wholeWord(declaration, request, parameters)} as whole
       from ${table} r where ${forTrigrams(conditions, outlook)}
       limit ${fuzzy ? nearSpellingLimit + 1 : exactCountLimit + 1}`
  const first = fuzzy ? 'true' : `f.age <= ${rankedLimit}`
  const before = `with found as materialized (${found}),
    aged as (
      select f.*, row_number() over () as age
      from (select * from found order by whole desc, created_at desc, id desc
        limit ${fuzzy ? 'all' : enough}) f
    ), ranked as (
      select f.id, row_number() over (
        order by case when ${first} then ${similarity(request, parameters)} end desc nulls last,
          f.age) as n
      from aged f
    )`
  const skipped = parameters.add(offset)
  const page = `select r.*, null::text as sort_key, x.n - ${skipped}::int as n
    from ranked x join ${table} r on r.workspace_id = $1 and r.id = x.id
    where x.n > ${skipped}::int and x.n <= ${end}::int`
  return { before, page, counted: outlook.isWide ? undefined : 'found' }
}

/**
 * The index holds the workspace beside the trigrams. Where most rows are of one workspace, looking
 * that up for each match takes two thirds of a search's time and excludes next to nothing: such a
 * search finds by trigrams alone and compares the workspace afterwards.
 */
function forTrigrams(conditions: string, { ownsTable }: Outlook): string {
  if (!ownsTable) return conditions
  return conditions.replace('r.workspace_id = $1', 'r.workspace_id is not distinct from $1')
}

function wholeWord(
  { search }: Declaration,
  { words, matching }: ListRequest,
  parameters: Parameters,
): Expression {
  const [word] = words
  if (isFuzzy(matching) || word === undefined) return '0'
  return `(strpos(' ' || ${search.text} || ' ', ' ' || lower(${parameters.add(word)}) || ' ') > 0)::int`
}

function similarity({ words, matching }: ListRequest, parameters: Parameters): Expression {
  const misspelt = words.filter(mayBeMisspelt)
  if (!isFuzzy(matching) || misspelt.length === 0) {
    const compared = `word_similarity(lower(${parameters.add(words.join(' '))}), f.text)`
    // What is found as a whole word is as similar as can be, which takes 13 µs to compute.
    return words.length === 1 ? `case when f.whole = 1 then 1 else ${compared} end` : compared
  }
  return misspelt
    .map((word) => `strict_word_similarity(lower(${parameters.add(word)}), f.text)`)
    .join(' + ')
}

function totalSql(
  { table }: Declaration,
  conditions: string,
  { count }: ListRequest,
  { counted, isWide }: { readonly counted: string | undefined; readonly isWide: boolean },
): string {
  if (count === 'exact') return `(select count(*) from ${table} r where ${conditions})`
  if (count !== undefined || isWide) return 'null::bigint'
  if (counted) return `(select count(*) from ${counted})`
  const bounded = `select 1 from ${table} r where ${conditions} limit ${exactCountLimit + 1}`
  return `(select count(*) from (${bounded}) c)`
}

/** The sum of what was added and taken away, kept for whole workspaces only. */
function tallied({ resource }: Declaration, { count }: ListRequest): string {
  if (count === 'none' || count === 'estimated') return 'null::bigint'
  return `(select coalesce(sum(delta), 0)::bigint from tally
    where workspace_id = $1 and resource = '${resource.name}')`
}

export function countsEverything(principal: Principal, wanted: Wanted): boolean {
  return (
    principal.seesAllRows && wanted.matching === 'none' && Object.keys(wanted.filters).length === 0
  )
}
