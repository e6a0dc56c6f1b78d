import { expect, test } from 'vitest'
import { announced, make, nobody, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp } from '../../../test/test-app.ts'

const acme = {
  name: 'Acme Corp',
  website: 'https://acme.com',
  industry: 'Technology',
  size: '100-500',
  description: 'Leading software company',
  linkedin_url: 'https://linkedin.com/company/acme',
}

test('a company is created, read, listed, changed and deleted with every documented field', async () => {
  await using app = await startTestApp()
  const created = await app.call('POST', paths.companies, { body: acme })
  expect(created.status).toBe(201)
  const { id } = created.body.data
  expect(created.body).toEqual({
    data: {
      ...acme,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      domain: 'acme.com',
      phone: null,
      phone_e164: null,
      contact_count: 0,
      deal_count: 0,
      owner_id: app.owner.userId,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: created.body.data.created_at,
    },
    error: null,
  })

  const one = await app.call('GET', `${paths.companies}/${id}`)
  expect(one.body).toEqual({ data: { ...created.body.data, primary_contact: null }, error: null })
  expect(await rowsOf(app, 'companies')).toEqual([created.body.data])

  for (const method of ['PUT', 'PATCH']) {
    const changed = await app.call(method, `${paths.companies}/${id}`, {
      body: { size: method, description: null },
    })
    expect(changed.status).toBe(200)
    expect(changed.body.data).toMatchObject({ name: 'Acme Corp', size: method, description: null })
  }

  const gone = await app.call('DELETE', `${paths.companies}/${id}`)
  expect(gone).toMatchObject({ status: 200, body: { data: { id, deleted: true }, error: null } })
  expect(await app.call('GET', `${paths.companies}/${id}`)).toMatchObject({
    status: 404,
    body: { data: null, error: 'Company not found', code: 'COMPANY_NOT_FOUND' },
  })
})

test('a company needs a name, and each wrong value is refused by its field', async () => {
  await using app = await startTestApp()
  const none = await app.call('POST', paths.companies, { body: {} })
  expect(none).toMatchObject({
    status: 400,
    body: {
      error: "Field 'name' is required.",
      code: 'VALIDATION_ERROR',
      details: { field: 'name', message: "Field 'name' is required." },
    },
  })
  await expectRefusedBodies(app, 'companies', acme, [
    ['name', ''],
    ['name', '  '],
    ['name', null],
    ['name', 7],
    ['name', 'x'.repeat(201)],
    ['name', 'a\0b'],
    ['name', '\ud800'],
    ['website', 'not a website'],
    ['website', 'javascript:alert(1)'],
    ['industry', 'x'.repeat(101)],
    ['size', 'x'.repeat(51)],
    ['description', 'x'.repeat(5_001)],
    ['linkedin_url', 'acme'],
    ['phone', '1'.repeat(51)],
    ['owner_id', 'me'],
    ['owner_id', nobody],
  ])
})

test('company names are unique in any case, and free again once the company is deleted', async () => {
  await using app = await startTestApp()
  const first = await make(app, 'companies', { name: 'Acme' })
  const again = await app.call('POST', paths.companies, { body: { name: ' aCME ' } })
  expect(again).toMatchObject({
    status: 409,
    body: {
      data: null,
      code: 'DUPLICATE_NAME',
      details: { field: 'name', existing_id: first.id },
    },
  })
  const other = await make(app, 'companies', { name: 'Other' })
  expect(
    await app.call('PUT', `${paths.companies}/${other.id}`, { body: { name: 'ACME' } }),
  ).toMatchObject({ status: 409, body: { code: 'DUPLICATE_NAME' } })
  expect(await announced(app, other.id)).toEqual(['company.created'])

  await app.call('DELETE', `${paths.companies}/${first.id}`)
  await make(app, 'companies', { name: 'Acme' })
  expect(await app.call('POST', `${paths.companies}/${first.id}/restore`)).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_NAME' },
  })
  const elsewhere = await app.newWorkspace()
  await make(app, 'companies', { name: 'Acme' }, elsewhere.apiKey)
})

test('a company with contacts or deals cannot be deleted until they are gone', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'companies')
  const contact = await make(app, 'contacts', { company_id: id })
  await make(app, 'contacts', { company_id: id })
  const deal = await make(app, 'deals', { company_id: id })

  const refused = await app.call('DELETE', `${paths.companies}/${id}`)
  expect(refused).toMatchObject({
    status: 409,
    body: { data: null, code: 'HAS_ASSOCIATIONS', details: { contacts: 2, deals: 1 } },
  })
  expect(await rowsOf(app, 'companies')).toMatchObject([{ id, contact_count: 2, deal_count: 1 }])

  await app.call('DELETE', `${paths.contacts}/${contact.id}`)
  await app.call('DELETE', `${paths.deals}/${deal.id}`)
  expect((await app.call('DELETE', `${paths.companies}/${id}`)).body.details).toEqual({
    contacts: 1,
    deals: 0,
  })
  const [left] = await rowsOf(app, 'contacts')
  await app.call('PUT', `${paths.contacts}/${left?.id}`, { body: { company_id: null } })
  expect(await app.call('DELETE', `${paths.companies}/${id}`)).toMatchObject({ status: 200 })
  expect(await announced(app, id)).toEqual(['company.created', 'company.deleted'])
})

test('companies are filtered by industry, size, website and owner', async () => {
  await using app = await startTestApp()
  await make(app, 'companies', { name: 'A', industry: 'Retail', size: 'small', website: 'a.com' })
  await make(app, 'companies', {
    name: 'B',
    industry: 'retail',
    size: 'large',
    website: 'http://WWW.B.com/shop',
  })
  await make(app, 'companies', { name: 'C' })
  const names = (query: Record<string, string>) => valuesOf(app, 'companies', 'name', query)

  expect(await names({ industry: 'RETAIL' })).toEqual(['B', 'A'])
  expect(await names({ industry: 'ret' })).toEqual([])
  expect(await names({ size: 'small' })).toEqual(['A'])
  for (const website of ['b.com', 'www.b.com', 'https://b.com/x', 'WWW.B.COM', 'B.com:80']) {
    expect(await names({ website }), website).toEqual(['B'])
  }
  expect(await names({ owner_id: app.owner.userId })).toEqual(['C', 'B', 'A'])
  expect(await names({ owner_id: nobody })).toEqual([])
  expect(await names({ 'industry[null]': 'true' })).toEqual(['C'])
  expect(await names({ 'industry[null]': 'false', 'size[ne]': 'small' })).toEqual(['B'])
  expect(await names({ 'name[in]': 'a,C', sort: 'name', order: 'asc' })).toEqual(['A', 'C'])
  await expectRefusedQueries(app, 'companies', [
    ['owner_id', 'me'],
    ['industry', 'x'.repeat(501)],
    ['sort', 'website'],
    ['include', 'owner'],
    ['fields', 'secret'],
    ['website[in]', 'a.com'],
    ['name[gte]', 'a'],
  ])
})

test('a company search looks at name, website and industry', async () => {
  await using app = await startTestApp()
  await make(app, 'companies', { name: 'Acme', website: 'rockets.example', industry: 'Space' })
  await make(app, 'companies', { name: 'Globex', description: 'Space rockets' })
  const names = (search: string) => valuesOf(app, 'companies', 'name', { search })
  expect(await names('acm')).toEqual(['Acme'])
  expect(await names('rockets.ex')).toEqual(['Acme'])
  expect(await names('SPACE')).toEqual(['Acme'])
  expect(await names('globx')).toEqual(['Globex'])
})

test('the single answer names the primary contact, else the oldest', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'companies')
  const primary = async () => {
    const { body } = await app.call('GET', `${paths.companies}/${id}`)
    return body.data.primary_contact as { id: string }
  }
  const first = await make(app, 'contacts', { company_id: id, first_name: 'First' })
  const second = await make(app, 'contacts', { company_id: id, is_primary: true, title: 'CTO' })
  expect(await primary()).toEqual({
    id: second.id,
    full_name: second.full_name,
    email: second.email,
    phone: null,
    title: 'CTO',
    is_primary: true,
  })
  await app.call('DELETE', `${paths.contacts}/${second.id}`)
  expect((await primary()).id).toBe(first.id)
})

test('contacts and deals of a company can be included, newest first, without deleted ones', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'companies')
  const gone = await make(app, 'contacts', { company_id: id })
  const one = await make(app, 'contacts', { company_id: id })
  const two = await make(app, 'contacts', { company_id: id })
  const deal = await make(app, 'deals', { company_id: id, value: 12.5 })
  await app.call('DELETE', `${paths.contacts}/${gone.id}`)

  const single = await app.call('GET', `${paths.companies}/${id}?include=contacts,deals`)
  const [listed] = await rowsOf(app, 'companies', { include: 'contacts,deals' })
  for (const row of [single.body.data, listed]) {
    expect(row.contacts.map((contact: { id: string }) => contact.id)).toEqual([two.id, one.id])
    expect(row.deals).toEqual([
      {
        id: deal.id,
        title: deal.title,
        value: 12.5,
        stage: 'sql',
        expected_close_date: '2025-02-15',
      },
    ])
  }
})
