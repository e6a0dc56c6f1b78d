import { expect, test } from 'vitest'
import { batch, outcomes } from '../../../test/batch.ts'
import {
  announced,
  eventsOf,
  least,
  make,
  makeRep,
  nobody,
  paths,
  resourceNames,
  rowsOf,
  valuesOf,
} from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

async function totalOf(app: TestApp): Promise<unknown> {
  return (await app.call('GET', `${paths.contacts}?limit=1`)).body.count
}

test('1,000 rows are created in one request, in the order sent, each with its event', async () => {
  await using app = await startTestApp()
  const records = Array.from({ length: 1000 }, (_, n) => least.contacts(n))
  const results = await batch(app, 'contacts', { operation: 'create', records })
  expect(new Set(outcomes(results))).toEqual(new Set(['created']))
  expect(await totalOf(app)).toBe(1000)
  const rows = await rowsOf(app, 'contacts', { limit: 1000, order: 'asc' })
  expect(rows.map(({ id }) => id)).toEqual(results.map(({ id }) => id))
  expect(rows.map((row): unknown => row['email'])).toEqual(records.map(({ email }) => email))
  const { rows: events } = await app.db.pool.query<{ subject_id: string }>(
    "select subject_id from event where name = 'contact.created' order by seq",
  )
  expect(events.map((event) => event.subject_id)).toEqual(results.map(({ id }) => id))
  await app.drain()
})

test('a batch that is no batch is refused as a whole', async () => {
  await using app = await startTestApp()
  const one = [least.contacts()]
  const table: [string, object][] = [
    ['operation', { records: one }],
    ['operation', { operation: 'replace', records: one }],
    ['records', { operation: 'create' }],
    ['records', { operation: 'create', records: [] }],
    ['records', { operation: 'create', records: {} }],
    ['records.0', { operation: 'create', records: [5] }],
    ['records', { operation: 'create', records: Array.from({ length: 1001 }, () => ({})) }],
    ['by', { operation: 'upsert', by: 'phone', records: one }],
    ['atomic', { operation: 'create', atomic: 'yes', records: one }],
  ]
  for (const [field, body] of table) {
    expect(await app.call('POST', `${paths.contacts}/batch`, { body }), field).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR', details: { field } },
    })
  }
  expect(await totalOf(app)).toBe(0)
})

test('each row succeeds or fails on its own and is reported by its index', async () => {
  await using app = await startTestApp()
  const taken = await make(app, 'contacts', { email: 'taken@example.com' })
  const company = await make(app, 'companies', {}, (await app.newWorkspace()).apiKey)
  const results = await batch(app, 'contacts', {
    operation: 'create',
    records: [
      { first_name: 'A', email: 'a@example.com' },
      { first_name: 'B' },
      { first_name: 'C', email: 'TAKEN@example.com' },
      { first_name: 'D', email: 'A@example.com' },
      { first_name: 'E', email: 'e@example.com', company_id: company.id },
      { first_name: 'F\0', email: 'f@example.com' },
      { first_name: 'G', email: 'g@example.com', nonsense: 1 },
    ],
  })
  expect(outcomes(results)).toEqual([
    'created',
    'VALIDATION_ERROR',
    'DUPLICATE_EMAIL',
    'DUPLICATE_EMAIL',
    'VALIDATION_ERROR',
    'VALIDATION_ERROR',
    'created',
  ])
  expect(results[1]).toEqual({
    index: 1,
    status: 'failed',
    id: null,
    error: "Field 'email' is required.",
    code: 'VALIDATION_ERROR',
    details: { field: 'email', message: "Field 'email' is required." },
  })
  expect(results[2]?.details).toMatchObject({ field: 'email', existing_id: taken.id })
  expect(results[3]?.details).toMatchObject({ existing_id: results[0]?.id })
  expect(results[4]?.details).toMatchObject({ field: 'company_id' })
  expect(await valuesOf(app, 'contacts', 'first_name', { order: 'asc' })).toEqual([
    taken['first_name'],
    'A',
    'G',
  ])
  expect(await totalOf(app)).toBe(3)
})

test('an atomic batch writes all rows or none', async () => {
  await using app = await startTestApp()
  const records = [...Array.from({ length: 20 }, (_, n) => least.contacts(n)), { first_name: 'X' }]
  const refused = await app.call('POST', `${paths.contacts}/batch`, {
    body: { operation: 'create', atomic: true, records },
  })
  expect(refused).toMatchObject({
    status: 422,
    body: {
      data: null,
      code: 'BATCH_ROLLED_BACK',
      details: { failed: [{ index: 20, code: 'VALIDATION_ERROR' }] },
    },
  })
  expect(await totalOf(app)).toBe(0)
  const { rows } = await app.db.pool.query('select 1 from event')
  expect(rows).toEqual([])
  const whole = { operation: 'create', atomic: true, records: records.slice(0, 20) } as const
  expect(await batch(app, 'contacts', whole)).toHaveLength(20)
})

test.each(resourceNames)('%s can be created, changed and deleted in batches', async (resource) => {
  await using app = await startTestApp()
  const made = await batch(app, resource, {
    operation: 'create',
    records: [least[resource](1), least[resource](2), {}],
  })
  expect(outcomes(made)).toEqual(['created', 'created', 'VALIDATION_ERROR'])
  const ids = made.slice(0, 2).map(({ id }) => ({ id }))
  const read = await rowsOf(app, resource)
  expect(outcomes(await batch(app, resource, { operation: 'update', records: read }))).toEqual([
    'updated',
    'updated',
  ])
  const gone = await batch(app, resource, { operation: 'delete', records: [...ids, ...ids] })
  expect(gone.map(({ status }) => status)).toEqual(['deleted', 'deleted', 'failed', 'failed'])
  expect(await rowsOf(app, resource)).toEqual([])
  expect(await announced(app, ids[0]?.id ?? '')).toHaveLength(2)
})

test('changes of a batch may have different fields, and one row may be changed twice', async () => {
  await using app = await startTestApp()
  const a = await make(app, 'contacts', { first_name: 'A' })
  const b = await make(app, 'contacts', { first_name: 'B' })
  const other = await make(app, 'contacts', {}, (await app.newWorkspace()).apiKey)
  const results = await batch(app, 'contacts', {
    operation: 'update',
    records: [
      { id: b.id, title: 'First' },
      { id: b.id, title: 'Second', last_name: 'X' },
      { id: a.id.toUpperCase(), last_name: 'Only', phone: '+1 415 555 2671' },
      { id: a.id, title: 'Last', last_name: 'Final' },
      { id: other.id, title: 'Mine' },
      { id: nobody, title: 'Nobody' },
      { title: 'No id' },
      { id: 'x', title: 'Bad id' },
      { id: a.id },
      { id: a.id, email: b['email'] },
      { id: a.id, email: '' },
    ],
  })
  expect(outcomes(results)).toEqual([
    'updated',
    'updated',
    'updated',
    'updated',
    'CONTACT_NOT_FOUND',
    'CONTACT_NOT_FOUND',
    'VALIDATION_ERROR',
    'VALIDATION_ERROR',
    'VALIDATION_ERROR',
    'DUPLICATE_EMAIL',
    'VALIDATION_ERROR',
  ])
  expect(await rowsOf(app, 'contacts', { sort: 'first_name', order: 'asc' })).toMatchObject([
    { title: 'Last', last_name: 'Final', phone_e164: '+14155552671' },
    { title: 'Second', last_name: 'X' },
  ])
  const [, first, second] = await eventsOf(app, b.id)
  expect([first?.data['previous'], second?.data['previous']]).toEqual([
    { title: null },
    { title: 'First', last_name: null },
  ])
})

test('a batch of deletions needs the delete scope and respects associations', async () => {
  await using app = await startTestApp()
  const held = await make(app, 'companies')
  const free = await make(app, 'companies')
  await make(app, 'contacts', { company_id: held.id })
  const records = [{ id: held.id }, { id: free.id }, { id: nobody }]
  const { workspaceId, userId } = app.owner
  const writer = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const body = { operation: 'delete', records }
  expect(await app.call('POST', `${paths.companies}/batch`, { key: writer, body })).toMatchObject({
    status: 403,
    body: { code: 'INSUFFICIENT_PERMISSIONS' },
  })
  const results = await batch(app, 'companies', { operation: 'delete', records })
  expect(outcomes(results)).toEqual(['HAS_ASSOCIATIONS', 'deleted', 'COMPANY_NOT_FOUND'])
  expect(results[0]?.details).toEqual({ contacts: 1, deals: 0 })
})

test('without the admin scope a batch reaches only rows of the owner', async () => {
  await using app = await startTestApp()
  const rep = await makeRep(app)
  const theirs = await make(app, 'contacts', { email: 'theirs@example.com' })
  const mine = await make(app, 'contacts', {}, rep.key)
  const changes = [
    { id: theirs.id, title: 'X' },
    { id: mine.id, title: 'Mine' },
    { id: mine.id, owner_id: app.owner.userId },
  ]
  const updated = await batch(app, 'contacts', { operation: 'update', records: changes }, rep.key)
  expect(outcomes(updated)).toEqual(['CONTACT_NOT_FOUND', 'updated', 'INSUFFICIENT_PERMISSIONS'])
  const upserted = await batch(
    app,
    'contacts',
    { operation: 'upsert', records: [{ first_name: 'X', email: 'theirs@example.com' }] },
    rep.key,
  )
  expect(outcomes(upserted)).toEqual(['DUPLICATE_EMAIL'])
  expect(upserted[0]?.details).not.toHaveProperty('existing_id')
  const gone = { operation: 'delete', records: [{ id: theirs.id }, { id: mine.id }] } as const
  expect(outcomes(await batch(app, 'contacts', gone, rep.key))).toEqual([
    'CONTACT_NOT_FOUND',
    'deleted',
  ])
})

test('a dry run tells what would become of each row and leaves everything as it was', async () => {
  await using app = await startTestApp()
  const known = await make(app, 'contacts', { email: 'ada@example.com', title: 'CTO' })
  const announcedBefore = await announced(app, known.id)
  const records = [
    { first_name: 'Ada', email: 'ADA@example.com', title: 'CEO' },
    { first_name: 'Bo', email: 'bo@example.com' },
    { first_name: 'Nobody', email: 'no address' },
  ]
  const results = await batch(app, 'contacts', { operation: 'upsert', dry_run: true, records })
  expect(outcomes(results)).toEqual(['updated', 'created', 'VALIDATION_ERROR'])
  expect(await rowsOf(app, 'contacts')).toMatchObject([{ id: known.id, title: 'CTO' }])
  expect(await announced(app, known.id)).toEqual(announcedBefore)
  expect(await totalOf(app)).toBe(1)

  const twice = await batch(app, 'contacts', { operation: 'create', dry_run: true, records })
  expect(outcomes(twice)).toEqual(['DUPLICATE_EMAIL', 'created', 'VALIDATION_ERROR'])
  const ids = [{ id: known.id }]
  await batch(app, 'contacts', { operation: 'delete', dry_run: true, records: ids })
  expect(await rowsOf(app, 'contacts')).toHaveLength(1)
})
