import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

const contacts = '/functions/v1/api-v1-contacts'
const companies = '/functions/v1/api-v1-companies'
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

test('a list answers a page, its total and whether more follows', async () => {
  await using app = await startTestApp()
  for (let n = 0; n < 5; n++) {
    await app.call('POST', contacts, { body: { first_name: `C${n}`, email: `c${n}@example.com` } })
  }

  const page = await app.call('GET', `${contacts}?limit=2&offset=2`)

  expect(page.body.data.map((row: { first_name: string }) => row.first_name)).toEqual(['C2', 'C1'])
  expect(page.body).toMatchObject({
    count: 5,
    error: null,
    pagination: { limit: 2, offset: 2, total: 5, hasMore: true, page: 2, totalPages: 3 },
  })
  const next = await app.call(
    'GET',
    `${contacts}?limit=2&cursor=${page.body.pagination.nextCursor}`,
  )
  expect(next.body.data.map((row: { first_name: string }) => row.first_name)).toEqual(['C0'])
  expect(next.body.pagination).toMatchObject({ hasMore: false, nextCursor: null, total: 5 })
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
