import { crmResources } from '@parley/contract'
import { describe, expect, test } from 'vitest'
import { paths, type ResourceName, resourceNames, rowsOf, type Shown } from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

/** Rows of the data set: five pages and a bit. */
const rowCount = 37
const pageSize = 7

/** Some value for every third row, so that there are ties, and none for the others. */
function some<T>(n: number, values: readonly T[]): T | null {
  return n % 3 === 0 ? null : (values[n % values.length] ?? null)
}

const day = (n: number) => `2025-0${(n % 5) + 1}-1${n % 4}`
const words = ['Beta', 'alpha', 'Älpha', 'alpha', 'ΟΔΟΣ', 'zeta', '🙂', "o'Neil", 'BETA']
const word = (n: number) => words[n % words.length] ?? ''

const bodies: Record<ResourceName, (n: number) => Record<string, unknown>> = {
  contacts: (n) => ({
    first_name: word(n),
    last_name: some(n, words),
    email: `${word(n) === '🙂' ? 'x' : word(n)}${n}@example.com`,
    title: some(n, ['CEO', 'cto']),
  }),
  companies: (n) => ({
    name: `${word(n)} ${n}`,
    industry: some(n, words),
    size: some(n, ['small', 'Large']),
  }),
  deals: (n) => ({
    title: `${word(n)} ${n % 2 ? n : n * 100}`,
    value: (n % 4) * 10.25,
    expected_close_date: day(n),
    stage: ['sql', 'opportunity', 'verbal', 'signed', 'lost'][n % 5],
    priority: ['low', 'medium', 'high', 'critical'][n % 4],
  }),
  tasks: (n) => ({
    title: word(n),
    due_date: day(n),
    priority: ['critical', 'high', 'medium', 'low'][n % 4],
    status: ['pending', 'completed', 'cancelled'][n % 3],
  }),
  calls: (n) => ({
    call_date: `${day(n)}T12:00:00Z`,
    start_time: n % 3 === 0 ? null : `${day(n + 1)}T12:00:00Z`,
    duration_seconds: n % 3 === 0 ? null : n % 7,
  }),
  meetings: (n) => ({
    title: n === 5 ? '語'.repeat(500) : word(n),
    meeting_start: some(n, ['2025-01-01T10:00:00.5Z', '2025-02-01T10:00:00Z']),
    duration_minutes: some(n, [30, 45.5, 60]),
  }),
  activities: (n) => ({
    activity_type: ['call', 'email', 'sale'][n % 3],
    description: word(n),
    date: day(n),
    duration_minutes: some(n, [5, 10]),
    amount: some(n, [0, 9.99, 1e12]),
  }),
}

async function seed(app: TestApp, resource: ResourceName): Promise<void> {
  const records = Array.from({ length: rowCount }, (_, n) => bodies[resource](n))
  for (const some of [records.slice(0, 20), records.slice(20)]) {
    const reply = await app.call('POST', `${paths[resource]}/batch`, {
      body: { operation: 'create', atomic: true, records: some },
    })
    expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  }
}

type Page = { data: Shown[]; pagination: { hasMore: boolean; nextCursor: string | null } }

async function pageOf(app: TestApp, resource: ResourceName, query: string): Promise<Page> {
  const reply = await app.call('GET', `${paths[resource]}?${query}`)
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body as Page
}

async function idsByCursor(app: TestApp, resource: ResourceName, query: string) {
  const ids: string[] = []
  let cursor = ''
  for (;;) {
    const { data, pagination } = await pageOf(app, resource, `${query}&limit=${pageSize}${cursor}`)
    ids.push(...data.map(({ id }) => id))
    expect(pagination.hasMore).toBe(pagination.nextCursor !== null)
    if (pagination.nextCursor === null) return ids
    cursor = `&cursor=${pagination.nextCursor}`
  }
}

async function idsByOffset(app: TestApp, resource: ResourceName, query: string) {
  const ids: string[] = []
  for (let offset = 0; ; offset += pageSize) {
    const page = `${query}&limit=${pageSize}&offset=${offset}`
    const { data, pagination } = await pageOf(app, resource, page)
    ids.push(...data.map(({ id }) => id))
    if (!pagination.hasMore) return ids
  }
}

const ranks: Record<string, readonly string[]> = { priority: ['low', 'medium', 'high', 'critical'] }
/** Fields by whose values the rows stand, where that is not the field of the sort's name. */
const shownBy: Record<string, string> = { stage: 'stage_order' }

function keyOf(row: Shown, sort: string): string | number | null {
  const value = row[shownBy[sort] ?? sort] as string | number | null
  if (typeof value !== 'string') return value
  return ranks[sort] ? ranks[sort].indexOf(value) : value.toLowerCase()
}

/** The direction two neighbours stand in: negative when ascending. Compares by code point. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

function expectSorted(rows: readonly Shown[], sort: string, order: 'asc' | 'desc'): void {
  const keys = rows.map((row) => keyOf(row, sort))
  const firstNull = keys.indexOf(null)
  const known = firstNull < 0 ? keys : keys.slice(0, firstNull)
  expect(keys.slice(known.length).every((key) => key === null)).toBe(true)
  for (const [index, key] of known.entries()) {
    const next = known[index + 1]
    if (key === null || next === null || next === undefined) continue
    const direction = compare(key, next)
    expect(order === 'asc' ? direction <= 0 : direction >= 0, `${key} before ${next}`).toBe(true)
  }
}

describe.each(resourceNames)('every sort of %s', (resource) => {
  test('stands in order, and pages by offset and by cursor give each row exactly once', async () => {
    await using app = await startTestApp()
    await seed(app, resource)
    for (const sort of crmResources[resource].sorts) {
      for (const order of ['asc', 'desc'] as const) {
        const query = `sort=${sort}&order=${order}&count=none`
        const all = await rowsOf(app, resource, { sort, order, limit: 1000 })
        const ids = all.map(({ id }) => id)
        expect(new Set(ids).size).toBe(rowCount)
        expectSorted(all, sort, order)
        expect(await idsByCursor(app, resource, query), query).toEqual(ids)
        expect(await idsByOffset(app, resource, query), query).toEqual(ids)
      }
    }
  })
})

test('a cursor keeps its place while rows are added and deleted before it', async () => {
  await using app = await startTestApp()
  await seed(app, 'contacts')
  const all = await rowsOf(app, 'contacts', { limit: 1000 })
  const first = await pageOf(app, 'contacts', 'limit=10')
  await app.call('DELETE', `${paths.contacts}/${all[3]?.id}`)
  await app.call('POST', paths.contacts, { body: { first_name: 'New', email: 'new@example.com' } })
  const next = await pageOf(app, 'contacts', `limit=10&cursor=${first.pagination.nextCursor}`)
  expect(next.data).toEqual(all.slice(10, 20))
})

test('a search with more matches than are ranked pages through each of them once', async () => {
  await using app = await startTestApp()
  await insertContacts(app, 2_300)
  const ids: string[] = []
  let cursor = ''
  for (;;) {
    const page = await pageOf(app, 'contacts', `search=common&limit=300${cursor}`)
    ids.push(...page.data.map(({ id }) => id))
    if (page.pagination.nextCursor === null) break
    cursor = `&cursor=${page.pagination.nextCursor}`
  }
  expect(ids).toHaveLength(2_300)
  expect(new Set(ids).size).toBe(2_300)
})

test('totals are exact up to 10,000 filtered rows, and estimates beyond unless asked for', async () => {
  await using app = await startTestApp()
  await insertContacts(app, 10_050)
  const totalOf = async (query: string) => {
    const { body } = await app.call('GET', `${paths.contacts}?limit=1&${query}`)
    expect(body.count).toBe(body.pagination.total)
    return body.pagination as { total: number | null; totalIsEstimate?: boolean }
  }
  expect(await totalOf('')).toMatchObject({ total: 10_050, totalPages: 10_050 })
  expect(await totalOf('')).not.toHaveProperty('totalIsEstimate')

  const filtered = await totalOf('is_primary=false')
  expect(filtered.totalIsEstimate).toBe(true)
  expect(filtered.total).toBeGreaterThan(10_000)
  expect(filtered.total).toBeLessThan(20_000)
  expect(await totalOf('is_primary=false&count=exact')).toMatchObject({ total: 10_050 })
  expect(await totalOf('search=common&count=exact')).toMatchObject({ total: 10_050 })
  expect(await totalOf('is_primary=true')).toMatchObject({ total: 0, totalPages: 0 })
  expect(await totalOf('email[in]=c7@x.example,c8@x.example')).toMatchObject({ total: 2 })
  expect(await totalOf('count=none')).toMatchObject({ total: null, totalPages: null })
  expect(await totalOf('count=estimated')).toMatchObject({ totalIsEstimate: true })
})

/** Contacts c1, c2 … of the first workspace, written by one statement. */
async function insertContacts(app: TestApp, count: number): Promise<void> {
  const { workspaceId, userId } = app.owner
  await app.db.pool.query(
    `with rows as (
       insert into contact (workspace_id, id, first_name, last_name, email, owner_id)
       select $1, uuidv7(), 'Common', n::text, 'c' || n || '@x.example', $2
       from generate_series(1, $3::int) n returning 1
     ) insert into tally (workspace_id, resource, delta) select $1, 'contact', count(*) from rows`,
    [workspaceId, userId, count],
  )
  await app.db.pool.query('analyze contact')
}
