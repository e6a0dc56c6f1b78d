import type { Pagination } from '@parley/contract'
import { RawJson } from '../../platform/raw-json.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type Caller, type ColumnType, type Declaration, sortOf } from './declaration.ts'
import { type Page, selectPage } from './list-queries.ts'
import type { ListRequest } from './page-queries.ts'
import { requireKnownFields } from './projection.ts'
import { mayBeMisspelt, wordsOf } from './search-terms.ts'

/** A list's query after the contract has parsed it. */
export type ListQuery = {
  readonly limit: number
  readonly offset: number
  readonly cursor?: string
  readonly order?: 'asc' | 'desc'
  readonly sort?: string
  readonly search?: string
  readonly count?: 'none' | 'exact' | 'estimated'
  readonly fields?: readonly string[]
  readonly include?: readonly string[]
}

const notFilters = new Set([
  'limit',
  'offset',
  'cursor',
  'order',
  'sort',
  'search',
  'count',
  'fields',
  'include',
])

/** Answers one page of a resource, as the envelope's text. */
export async function listRecords(
  caller: Caller,
  declaration: Declaration,
  query: ListQuery,
): Promise<RawJson> {
  const { context, principal } = caller
  let request = toRequest(declaration, query)
  if (declaration.prepareFilters) {
    request = { ...request, filters: await declaration.prepareFilters(caller, request.filters) }
  }
  let page = await selectPage(context.db, declaration, principal, request)
  for (const matching of ['near', 'far'] as const) {
    if (page.shown > 0 || !(await matchesNothing(caller, declaration, request, page))) break
    request = { ...request, matching }
    page = await selectPage(context.db, declaration, principal, request)
  }
  return toReply(page, request)
}

/** Whether a search for words finds no row: not only on this page, but at all. */
async function matchesNothing(
  { context, principal }: Caller,
  declaration: Declaration,
  request: ListRequest,
  page: Page,
): Promise<boolean> {
  if (!request.words.some(mayBeMisspelt)) return false
  if (request.offset === 0 && !request.after) return true
  if (page.total !== null && !page.totalIsEstimate) return page.total === 0
  const first = { ...request, offset: 0, after: undefined, limit: 1, count: 'none' } as const
  return (await selectPage(context.db, declaration, principal, first)).shown === 0
}

function toRequest(declaration: Declaration, query: ListQuery): ListRequest {
  const words = query.search ? wordsOf(query.search) : []
  const sort = query.sort ?? (words.length > 0 ? undefined : 'created_at')
  const order = query.order ?? 'desc'
  const cursor = query.cursor
    ? readCursor(query.cursor, sortName(sort, order), keyCheck(declaration, sort))
    : undefined
  requireKnownFields(declaration, declaration.shown, query)
  return {
    filters: filtersOf(query),
    words,
    matching: words.length > 0 ? 'substring' : 'none',
    sort,
    order,
    limit: query.limit,
    offset: cursor ? ('skip' in cursor ? cursor.skip : 0) : query.offset,
    after: cursor && 'after' in cursor ? cursor.after : undefined,
    count: query.count,
    fields: query.fields,
    include: query.include,
  }
}

function sortName(sort: string | undefined, order: 'asc' | 'desc'): string {
  return sort === undefined ? 'rank' : `${sort} ${order}`
}

/** Keys were printed by PostgreSQL; anything else would fail its cast. */
const keyShapes: Partial<Record<ColumnType, RegExp>> = {
  timestamptz: /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00|-?infinity)$/,
  date: /^(?:\d{4}-\d\d-\d\d|-?infinity)$/,
  numeric: /^(?:-?\d{1,20}(?:\.\d{1,10})?|-?Infinity)$/,
  int: /^-?\d{1,9}$|^-?214748364[78]$/,
  uuid: /^[0-9a-f-]{36}$/,
}

function keyCheck(declaration: Declaration, sort: string | undefined) {
  const type = sort === undefined ? undefined : sortOf(declaration, sort).type
  const shape = type && keyShapes[type]
  return (key: string) => {
    if (!shape) return !/[\0\p{Cs}]/u.test(key)
    return shape.test(key) && (type !== 'timestamptz' || key.endsWith('infinity') || isReal(key))
  }
}

const isReal = (moment: string) => !Number.isNaN(Date.parse(`${moment.replace(' ', 'T')}:00`))

function filtersOf(query: ListQuery): Record<string, unknown> {
  const filters: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && !notFilters.has(name)) filters[name] = value
  }
  return filters
}

function toReply(page: Page, request: ListRequest): RawJson {
  const { limit, offset } = request
  const { total } = page
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: page.hasMore,
    page: Math.floor(offset / limit) + 1,
    totalPages: total === null ? null : Math.ceil(total / limit),
    ...(page.totalIsEstimate && { totalIsEstimate: true }),
    nextCursor: nextCursor(page, request),
  }
  return new RawJson(
    `{"data":[${page.rows}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

function nextCursor(page: Page, request: ListRequest): string | null {
  if (!page.hasMore) return null
  const sort = sortName(request.sort, request.order)
  if (request.sort === undefined) return writeCursor({ sort, skip: request.offset + request.limit })
  if (page.lastKey === null || page.lastId === null) return null
  return writeCursor({ sort, after: { key: page.lastKey, id: page.lastId } })
}
