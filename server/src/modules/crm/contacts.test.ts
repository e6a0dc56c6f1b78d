import { expect, test } from 'vitest'
import { announced, make, nobody, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp } from '../../../test/test-app.ts'

const { contacts, companies } = paths
const ada = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' }

test('a contact can be created, read, changed and deleted as Sixty documents it', async () => {
  await using app = await startTestApp()
  const company = await app.call('POST', companies, {
    body: { name: 'Acme Corp', website: 'acme.com' },
  })
  expect(company).toMatchObject({ status: 201, body: { data: { website: 'https://acme.com' } } })

  const created = await app.call('POST', contacts, {
    body: { ...ada, phone: '(415) 555-2671', company_id: company.body.data.id },
  })
  expect(created).toMatchObject({
    status: 201,
    body: {
      error: null,
      data: {
        full_name: 'Ada Lovelace',
        phone: '(415) 555-2671',
        phone_e164: '+14155552671',
        is_primary: false,
        company_name: 'Acme Corp',
        owner_id: app.owner.userId,
      },
    },
  })
  const { id } = created.body.data

  const one = await app.call('GET', `${contacts}/${id}`)
  expect(one.body).toEqual({
    data: {
      ...created.body.data,
      companies: {
        id: company.body.data.id,
        name: 'Acme Corp',
        website: 'https://acme.com',
        industry: null,
        size: null,
      },
    },
    error: null,
  })

  const changed = await app.call('PUT', `${contacts}/${id}`, {
    body: { title: ' CTO ', phone: null },
  })
  expect(changed.body.data).toMatchObject({ title: 'CTO', phone: null, phone_e164: null })

  const gone = await app.call('DELETE', `${contacts}/${id}`, {
    headers: { 'content-type': 'application/json' },
  })
  expect(gone).toMatchObject({ status: 200, body: { data: { id, deleted: true }, error: null } })
  expect(await app.call('GET', `${contacts}/${id}`)).toMatchObject({
    status: 404,
    body: { data: null, code: 'CONTACT_NOT_FOUND', error: 'Contact not found' },
  })
})

test('a search finds parts of names and e-mails, and near spellings when nothing matches', async () => {
  await using app = await startTestApp()
  for (const [first_name, last_name] of [
    ['Katherine', 'Johnson'],
    ['Dorothy', 'Vaughan'],
    ['Mary', 'Jackson'],
  ]) {
    const email = `${first_name}.${last_name}@nasa.example`.toLowerCase()
    await app.call('POST', contacts, { body: { first_name, last_name, email } })
  }
  const found = async (search: string) => {
    const { body } = await app.call('GET', `${contacts}?search=${encodeURIComponent(search)}`)
    const rows: { last_name: string }[] = body.data
    return rows.map((row) => row.last_name)
  }

  expect(await found('johns')).toEqual(['Johnson'])
  expect(await found('dorothy.vaughan@nasa')).toEqual(['Vaughan'])
  expect((await found('nasa')).sort()).toEqual(['Jackson', 'Johnson', 'Vaughan'])
  expect(await found('mary jackson')).toEqual(['Jackson'])
  expect(await found('katharine jonson')).toEqual(['Johnson'])
  expect(await found('zebra')).toEqual([])
})

test('a contact needs a first name and an e-mail, and each wrong value is refused', async () => {
  await using app = await startTestApp()
  const minimal = { first_name: 'Ada', email: 'ada@example.com' }
  for (const field of ['first_name', 'email']) {
    const { [field]: _, ...body } = minimal as Record<string, unknown>
    const message = `Field '${field}' is required.`
    expect(await app.call('POST', contacts, { body })).toMatchObject({
      status: 400,
      body: { data: null, error: message, code: 'VALIDATION_ERROR', details: { field, message } },
    })
  }
  const invalid = await app.call('POST', contacts, { body: { ...minimal, email: 'nope' } })
  expect(invalid.body).toEqual({
    data: null,
    error: 'Invalid email format',
    code: 'VALIDATION_ERROR',
    details: { field: 'email', message: 'Invalid email format' },
  })
  await expectRefusedBodies(app, 'contacts', minimal, [
    ['first_name', ' '],
    ['first_name', null],
    ['first_name', 'x'.repeat(101)],
    ['first_name', 'a\0'],
    ['first_name', '\udfff'],
    ['last_name', 5],
    ['email', 'ada@example'],
    ['email', ''],
    ['phone', '1'.repeat(51)],
    ['title', 'x'.repeat(201)],
    ['linkedin_url', 'in/ada'],
    ['is_primary', 'true'],
    ['is_primary', null],
    ['company_id', 'acme'],
    ['company_id', nobody],
    ['owner_id', nobody],
  ])
  const several = await app.call('POST', contacts, { body: { first_name: '', email: 'x' } })
  expect(several.body.details).toMatchObject({
    field: 'first_name',
    problems: [{ field: 'first_name' }, { field: 'email' }],
  })
})

test('strings are trimmed, empty ones are null, addresses get https', async () => {
  await using app = await startTestApp()
  expect(
    await make(app, 'contacts', {
      first_name: '  Ada ',
      last_name: '',
      email: ' Ada@Example.com ',
      phone: '  ',
      title: '\tCTO\n',
      linkedin_url: 'LinkedIn.com/in/Ada',
      company_id: '',
    }),
  ).toMatchObject({
    first_name: 'Ada',
    last_name: null,
    full_name: 'Ada',
    email: 'Ada@Example.com',
    phone: null,
    phone_e164: null,
    title: 'CTO',
    linkedin_url: 'https://linkedin.com/in/Ada',
    company_id: null,
    company_name: null,
    company_website: null,
  })
})

test('an e-mail is unique in its workspace in any case, until its contact is deleted', async () => {
  await using app = await startTestApp()
  const first = await make(app, 'contacts', { email: 'ada@example.com' })
  const body = { first_name: 'Other', email: 'ADA@example.com' }
  expect(await app.call('POST', contacts, { body })).toEqual({
    status: 409,
    headers: expect.anything(),
    body: {
      data: null,
      error: 'A contact with this email already exists',
      code: 'DUPLICATE_EMAIL',
      details: {
        field: 'email',
        message: 'A contact with this email already exists',
        existing_id: first.id,
      },
    },
  })
  const other = await make(app, 'contacts')
  const taken = await app.call('PUT', `${contacts}/${other.id}`, { body: { email: body.email } })
  expect(taken).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_EMAIL', details: { field: 'email' } },
  })
  expect(await announced(app, other.id)).toEqual(['contact.created'])
  const sameCase = await app.call('PUT', `${contacts}/${first.id}`, { body: { email: body.email } })
  expect(sameCase.body.data.email).toBe(body.email)

  await make(app, 'contacts', body, (await app.newWorkspace()).apiKey)
  await app.call('DELETE', `${contacts}/${first.id}`)
  await make(app, 'contacts', body)
  expect(await app.call('POST', `${contacts}/${first.id}/restore`)).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_EMAIL' },
  })
})

test('of many creations of one e-mail at the same moment exactly one succeeds', async () => {
  await using app = await startTestApp()
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      app.call('POST', contacts, {
        body: { first_name: `N${n}`, email: n % 2 ? 'one@example.com' : 'ONE@example.com' },
      }),
    ),
  )
  const statuses = replies.map(({ status }) => status).sort((a, b) => a - b)
  expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 409)])
  const codes = new Set(replies.map(({ body }): unknown => body.code))
  expect(codes).toEqual(new Set([undefined, 'DUPLICATE_EMAIL']))
  expect(await rowsOf(app, 'contacts')).toHaveLength(1)
})

test('contacts are filtered by all documented filters and by operators', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies')
  const rows = [
    { first_name: 'A', email: 'a@x.example', is_primary: true, company_id: company.id },
    { first_name: 'B', email: 'B@x.example', phone: '+33 1 42 68 53 00', title: 'CTO' },
    { first_name: 'C', email: 'c@x.example', phone: '(415) 555-2671' },
  ]
  for (const row of rows) await make(app, 'contacts', row)
  const names = async (query: Record<string, string>) => {
    const sorted = { ...query, sort: 'first_name', order: 'asc' }
    return (await valuesOf(app, 'contacts', 'first_name', sorted)).join('')
  }
  const table: [Record<string, string>, string][] = [
    [{ company_id: company.id }, 'A'],
    [{ company_id: company.id.toUpperCase() }, 'A'],
    [{ company_id: nobody }, ''],
    [{ is_primary: 'true' }, 'A'],
    [{ is_primary: 'false' }, 'BC'],
    [{ owner_id: app.owner.userId }, 'ABC'],
    [{ email: 'b@X.example' }, 'B'],
    [{ phone: '+33142685300' }, 'B'],
    [{ phone: '415.555.2671' }, 'C'],
    [{ 'email[in]': 'A@x.example, c@x.example' }, 'AC'],
    [{ 'email[ne]': 'a@X.example' }, 'BC'],
    [{ 'title[null]': 'false' }, 'B'],
    [{ 'title[in]': 'cto,ceo' }, 'B'],
    [{ 'company_id[null]': 'true' }, 'BC'],
    [{ 'company_id[ne]': company.id }, 'BC'],
    [{ 'created_at[gte]': '2020-01-01' }, 'ABC'],
    [{ 'created_at[lt]': '2020-01-01' }, ''],
    [{ 'updated_at[gt]': '2020-01-01', is_primary: '0' }, 'BC'],
    [{ nonsense: 'ignored' }, 'ABC'],
  ]
  for (const [query, expected] of table) {
    expect(await names(query), JSON.stringify(query)).toBe(expected)
  }
  await expectRefusedQueries(app, 'contacts', [
    ['company_id', 'acme'],
    ['is_primary', 'yes'],
    ['created_at[gte]', '2025-02-30'],
    ['created_at[in]', '2025-02-28'],
    ['email[gt]', 'a'],
    ['first_name[in]', 'A'],
    ['[in]', 'A'],
    ['sort', 'phone'],
    ['sort', 'id; drop table contact'],
    ['order', 'up'],
  ])
})

test('the company and the deals of a contact can be included', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Acme', size: '100-500' })
  const contact = await make(app, 'contacts', { company_id: company.id })
  const lone = await make(app, 'contacts')
  const old = await make(app, 'deals', { primary_contact_id: contact.id, value: 12.5 })
  const deal = await make(app, 'deals', { primary_contact_id: contact.id, stage: 'signed' })
  const gone = await make(app, 'deals', { primary_contact_id: contact.id })
  await app.call('DELETE', `${paths.deals}/${gone.id}`)

  expect(await rowsOf(app, 'contacts', { include: 'company,deals' })).toMatchObject([
    { id: lone.id, company: null, deals: [] },
    {
      id: contact.id,
      company: { id: company.id, name: 'Acme', website: null, industry: null, size: '100-500' },
      deals: [
        { id: deal.id, stage: 'signed' },
        { id: old.id, stage: 'sql', value: 12.5, expected_close_date: '2025-02-15' },
      ],
    },
  ])
  const single = await app.call('GET', `${contacts}/${contact.id}?include=deals&fields=email`)
  expect(Object.keys(single.body.data as object).sort()).toEqual(['deals', 'email', 'id'])
})

test('where a contact came from can be said, changed and searched for', async () => {
  await using app = await startTestApp()
  const { contacts: api, calls } = app.client
  const { id } = await api.create({ ...ada, lead_source: 'Trade fair' })
  expect(await api.get(id)).toMatchObject({ lead_source: 'Trade fair' })
  const { data } = await calls.capture({
    company_id: app.owner.workspaceId,
    recipient_number: '+442079460958',
  })
  const { lead_id } = await calls.get(data.call_history_id)
  expect(await api.get(String(lead_id))).toMatchObject({ lead_source: 'call_capture' })

  const namesBy = async (query: Record<string, string>) =>
    (await api.list({ ...query, sort: 'created_at', order: 'asc' })).data.map((one) => one.id)
  expect(await namesBy({ lead_source: 'trade FAIR' })).toEqual([id])
  expect(await namesBy({ 'lead_source[in]': 'call_capture,agent' })).toEqual([lead_id])
  expect(await api.update(id, { lead_source: null })).toMatchObject({ lead_source: null })
  expect(await namesBy({ lead_source: 'trade fair' })).toEqual([])
})
