import { createClient, ParleyError } from '@parley/sdk'
import { expect, test } from 'vitest'
import { startTestApp } from './test-app.ts'

test('a record lives from its creation to its restoration', async () => {
  await using app = await startTestApp()
  const { contacts } = app.client

  const ada = await contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  expect(await contacts.get(ada.id)).toMatchObject({ id: ada.id, companies: null })
  expect(await contacts.update(ada.id, { title: 'Countess' })).toMatchObject({ title: 'Countess' })
  expect(await contacts.patch(ada.id, { last_name: 'Lovelace' })).toMatchObject({
    full_name: 'Ada Lovelace',
    title: 'Countess',
  })
  expect(await contacts.timeline(ada.id)).toMatchObject({ data: [], count: 0 })

  expect(await contacts.delete(ada.id)).toEqual({ id: ada.id, deleted: true })
  await expect(contacts.get(ada.id)).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' })
  expect(await contacts.restore(ada.id)).toMatchObject({ id: ada.id })
})

test('all() yields every row once, in order, page by page', async () => {
  await using app = await startTestApp()
  const records = Array.from({ length: 25 }, (_, index) => ({ name: `Company ${index + 10}` }))
  const batch = await app.client.companies.batch({ operation: 'create', records })
  expect(batch.count).toBe(25)

  const names: string[] = []
  for await (const { name } of app.client.companies.all({
    limit: 10,
    sort: 'name',
    order: 'asc',
  })) {
    names.push(name)
  }
  expect(names).toEqual(records.map(({ name }) => name))
})

test('filters, operators, includes and chosen fields are written as the API reads them', async () => {
  await using app = await startTestApp()
  const { companies, contacts } = app.client
  const engines = await companies.create({ name: 'Engines' })
  await contacts.create({ first_name: 'Ada', email: 'ada@example.com', company_id: engines.id })
  await contacts.create({ first_name: 'Charles', email: 'charles@example.com' })

  const found = await contacts.list({
    company_id: engines.id,
    'created_at[gte]': new Date(Date.now() - 60_000),
    'title[null]': true,
    include: 'company',
  })
  expect(found.data.map(({ first_name, company }) => [first_name, company?.name])).toEqual([
    ['Ada', 'Engines'],
  ])
  const sparse = await contacts.list({ fields: 'email', sort: 'email', order: 'asc' })
  expect(sparse.data.map(({ email, first_name }) => [email, first_name])).toEqual([
    ['ada@example.com', undefined],
    ['charles@example.com', undefined],
  ])
})

test('a refusal arrives with its code, details and request id', async () => {
  await using app = await startTestApp()
  const error: unknown = await app.client.contacts
    .create({ first_name: 'Ada', email: 'nonsense' })
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ParleyError)
  expect(error).toMatchObject({
    status: 400,
    code: 'VALIDATION_ERROR',
    details: { field: 'email' },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await expect(app.clientOf('sk_wrong').me.get()).rejects.toMatchObject({ code: 'INVALID_API_KEY' })
})

test('the same idempotency key creates once', async () => {
  await using app = await startTestApp()
  const body = { name: 'Engines' }
  const first = await app.client.companies.create(body, { idempotencyKey: 'once' })
  const second = await app.client.companies.create(body, { idempotencyKey: 'once' })
  expect(second).toEqual(first)
  await expect(
    app.client.companies.create({ name: 'Others' }, { idempotencyKey: 'once' }),
  ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})

test('a create whose reply is lost is repeated, and done once', async () => {
  await using app = await startTestApp()
  let sent = 0
  const client = createClient({
    baseUrl: app.baseUrl,
    apiKey: app.owner.apiKey,
    validate: true,
    // The first reply gets lost on its way back.
    fetch: async (input, init) => {
      const reply = await fetch(input, init)
      sent += 1
      if (sent === 1) throw new TypeError('connection lost')
      return reply
    },
  })
  const company = await client.companies.create({ name: 'Engines' })
  expect(sent).toBe(2)
  expect((await app.client.companies.list()).data.map(({ id }) => id)).toEqual([company.id])
})

test('an exhausted key is told how long to wait', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['read'], rateLimit: 1 })
  const client = app.clientOf(key)
  await client.contacts.list()
  await expect(client.contacts.list()).rejects.toMatchObject({
    code: 'RATE_LIMIT_EXCEEDED',
    status: 429,
    retryAfterSeconds: expect.any(Number),
  })
})
