import { expect, test } from 'vitest'
import { make, makeRep, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

/** Makes contacts named A, B, C …: the last one is the newest. */
async function makeNamed(app: TestApp, names: string): Promise<void> {
  const records = names
    .split('')
    .map((name) => ({ first_name: name, email: `${name}@example.com` }))
  const body = { operation: 'create', atomic: true, records }
  expect((await app.call('POST', `${paths.contacts}/batch`, { body })).status).toBe(200)
}

async function paginationOf(app: TestApp, query: string) {
  const { body } = await app.call('GET', `${paths.contacts}?${query}`)
  return body.pagination as Record<string, unknown>
}

async function named(app: TestApp, query: Record<string, string | number>): Promise<string> {
  return (await valuesOf(app, 'contacts', 'first_name', query)).join('')
}

test('a list answers its page, its total and whether more follows', async () => {
  await using app = await startTestApp()
  await makeNamed(app, 'ABCDE')
  const page = await app.call('GET', `${paths.contacts}?limit=2&offset=2`)
  expect(page.body.data).toMatchObject([{ first_name: 'C' }, { first_name: 'B' }])
  expect(page.body).toEqual({
    data: expect.any(Array),
    error: null,
    count: 5,
    pagination: {
      limit: 2,
      offset: 2,
      total: 5,
      hasMore: true,
      page: 2,
      totalPages: 3,
      nextCursor: expect.any(String),
    },
  })
  const next = await app.call(
    'GET',
    `${paths.contacts}?limit=2&cursor=${page.body.pagination.nextCursor}`,
  )
  expect(next.body.data).toMatchObject([{ first_name: 'A' }])
  expect(next.body.pagination).toMatchObject({ hasMore: false, nextCursor: null, total: 5 })
})

test('a list has 50 rows unless asked otherwise, newest first, and an empty one is whole', async () => {
  await using app = await startTestApp()
  expect((await app.call('GET', paths.contacts)).body).toEqual({
    data: [],
    error: null,
    count: 0,
    pagination: {
      limit: 50,
      offset: 0,
      total: 0,
      hasMore: false,
      page: 1,
      totalPages: 0,
      nextCursor: null,
    },
  })
  await makeNamed(app, 'ABC')
  expect(await named(app, {})).toBe('CBA')
  expect(await named(app, { sort: 'created_at' })).toBe('CBA')
  expect(await named(app, { order: 'asc' })).toBe('ABC')
  expect(await named(app, { sort: 'first_name' })).toBe('CBA')
  expect(await named(app, { sort: 'first_name', order: 'asc' })).toBe('ABC')
})

test('limit is capped at 1000; one or an offset that is no whole number is refused', async () => {
  await using app = await startTestApp()
  await makeNamed(app, 'ABC')
  expect(await paginationOf(app, 'limit=1000')).toMatchObject({ limit: 1000 })
  expect(await paginationOf(app, 'limit=1001')).toMatchObject({ limit: 1000, total: 3 })
  expect(await paginationOf(app, 'limit=999999999999')).toMatchObject({ limit: 1000 })
  expect(await paginationOf(app, 'limit=1')).toMatchObject({ limit: 1, totalPages: 3 })
  await expectRefusedQueries(app, 'contacts', [
    ['limit', '0'],
    ['limit', '-5'],
    ['limit', 'ten'],
    ['limit', '1.5'],
    ['limit', '1e2'],
    ['limit', ''],
    ['limit', '9'.repeat(40)],
    ['offset', '-1'],
    ['offset', 'x'],
    ['offset', '0.5'],
    ['order', 'DESC'],
    ['sort', ''],
    ['count', 'all'],
    ['fields', 'email,password'],
    ['fields', ''],
    ['include', 'owner'],
    ['search', 'x'.repeat(501)],
    ['search', '\0'],
  ])
  const twice = await app.call('GET', `${paths.contacts}?limit=1&limit=2`)
  expect(twice).toMatchObject({ status: 400, body: { details: { field: 'limit' } } })
})

test('an offset beyond the end answers no rows, but the total', async () => {
  await using app = await startTestApp()
  await makeNamed(app, 'ABC')
  for (const offset of [3, 4, 201, 1_000_000_000_000]) {
    const { body } = await app.call('GET', `${paths.contacts}?limit=2&offset=${offset}`)
    expect(body).toMatchObject({
      data: [],
      count: 3,
      pagination: { offset, hasMore: false, total: 3, page: Math.floor(offset / 2) + 1 },
    })
  }
  expect(await paginationOf(app, 'limit=3')).toMatchObject({ hasMore: false, totalPages: 1 })
})

test('rows can be narrowed to some fields; the id is always there', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'contacts', { first_name: 'Ada', title: 'CTO' })
  expect(await rowsOf(app, 'contacts', { fields: 'first_name, title' })).toEqual([
    { id, first_name: 'Ada', title: 'CTO' },
  ])
  expect(await rowsOf(app, 'contacts', { fields: 'id,id' })).toEqual([{ id }])
  const one = await app.call('GET', `${paths.contacts}/${id}?fields=companies,title`)
  expect(one.body.data).toEqual({ id, companies: null, title: 'CTO' })
  expect(await app.call('GET', `${paths.contacts}/${id}?fields=secret`)).toMatchObject({
    status: 400,
    body: { details: { field: 'fields' } },
  })
  const sorted = { fields: 'title', sort: 'email', order: 'asc', limit: 1 }
  expect(await rowsOf(app, 'contacts', sorted)).toEqual([{ id, title: 'CTO' }])
})

test('totals follow every creation, deletion and restoration', async () => {
  await using app = await startTestApp()
  await makeNamed(app, 'ABC')
  const { id } = await make(app, 'contacts')
  const total = async () => (await paginationOf(app, 'limit=1'))['total']
  expect(await total()).toBe(4)
  await app.call('DELETE', `${paths.contacts}/${id}`)
  await app.call('DELETE', `${paths.contacts}/${id}`)
  expect(await total()).toBe(3)
  await app.call('POST', `${paths.contacts}/${id}/restore`)
  await app.call('POST', `${paths.contacts}/${id}/restore`)
  expect(await total()).toBe(4)
  await app.call('POST', paths.contacts, { body: { first_name: 'A', email: 'a@example.com' } })
  expect(await total()).toBe(4)
  const ids = (await rowsOf(app, 'contacts')).slice(0, 3).map((row) => ({ id: row.id }))
  await app.call('POST', `${paths.contacts}/batch`, { body: { operation: 'delete', records: ids } })
  expect(await total()).toBe(1)
  expect(await paginationOf(app, 'count=exact')).toMatchObject({ total: 1 })
})

test('without the admin scope lists, totals and searches know only rows of the owner', async () => {
  await using app = await startTestApp()
  const rep = await makeRep(app)
  await makeNamed(app, 'ABC')
  const mine = await make(app, 'contacts', { first_name: 'Mine' }, rep.key)
  for (const query of ['', 'search=example', 'count=exact', 'sort=email', 'is_primary=false']) {
    const { body } = await app.call('GET', `${paths.contacts}?${query}`, rep)
    expect(body, query).toMatchObject({ data: [{ id: mine.id }], count: 1 })
  }
  const estimated = await app.call('GET', `${paths.contacts}?count=estimated`, rep)
  expect(estimated.body.data).toHaveLength(1)
})

test('without the admin scope included contacts and deals are the owner’s only', async () => {
  await using app = await startTestApp()
  const rep = await makeRep(app)
  const company = await make(app, 'companies', { owner_id: rep.userId })
  const contact = await make(app, 'contacts', { owner_id: rep.userId, company_id: company.id })
  const deal = await make(app, 'deals', {
    owner_id: rep.userId,
    company_id: company.id,
    primary_contact_id: contact.id,
  })
  await make(app, 'contacts', { company_id: company.id, is_primary: true })
  await make(app, 'deals', { company_id: company.id, primary_contact_id: contact.id })

  const included = { include: 'contacts,deals' }
  const one = await app.call('GET', `${paths.companies}/${company.id}?include=contacts,deals`, rep)
  const [listed] = await rowsOf(app, 'companies', included, rep.key)
  for (const row of [one.body.data, listed]) {
    expect(row).toMatchObject({ contacts: [{ id: contact.id }], deals: [{ id: deal.id }] })
  }
  expect(one.body.data.primary_contact.id).toBe(contact.id)
  expect(await rowsOf(app, 'contacts', { include: 'deals' }, rep.key)).toMatchObject([
    { deals: [{ id: deal.id }] },
  ])
  expect((await rowsOf(app, 'companies', included))[0]).toMatchObject({
    contacts: [{}, {}],
    deals: [{}, {}],
  })
})

test('a search for a near spelling pages to its end by offset and by cursor', async () => {
  await using app = await startTestApp()
  const records = Array.from({ length: 7 }, (_, n) => ({
    first_name: 'Katherine',
    email: `k${n}@example.com`,
  }))
  await app.call('POST', `${paths.contacts}/batch`, { body: { operation: 'create', records } })
  for (const query of ['', '&count=none', '&sort=email', '&sort=email&count=none']) {
    const found = new Set<string>()
    for (let cursor = ''; ; ) {
      const path = `${paths.contacts}?search=katharine&limit=3${query}${cursor}`
      const { body } = await app.call('GET', path)
      for (const { id } of body.data as { id: string }[]) found.add(id)
      if (body.pagination.nextCursor === null) break
      cursor = `&cursor=${body.pagination.nextCursor}`
    }
    expect(found.size, query).toBe(7)
    const path = `${paths.contacts}?search=katharine&limit=3&offset=6${query}`
    expect((await app.call('GET', path)).body.data).toHaveLength(1)
  }
})
