import { expect, test } from 'vitest'
import { announced, make, nobody, paths, rowsOf, type Shown, valuesOf } from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp } from '../../../test/test-app.ts'

const documented = {
  activity_type: 'call',
  description: 'Discovery call with technical team',
  date: '2025-01-15',
  duration_minutes: 45,
  outcome: 'positive',
  notes: 'Identified key pain points and requirements',
}
const dayMs = 86_400_000
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

test('an activity is created, read, listed, changed and deleted with every documented field', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Acme' })
  const contact = await make(app, 'contacts', { first_name: 'Jo' })
  const deal = await make(app, 'deals')
  const body = {
    ...documented,
    deal_id: deal.id,
    contact_id: contact.id,
    company_id: company.id,
  }
  const created = await app.call('POST', paths.activities, { body })
  expect(created.status).toBe(201)
  const activity = created.body.data as Shown
  expect(activity).toEqual({
    ...body,
    id: activity.id,
    status: 'completed',
    amount: null,
    deal_title: deal['title'],
    contact_name: 'Jo',
    company_name: 'Acme',
    days_ago: expect.any(Number),
    owner_id: app.owner.userId,
    created_at: activity.created_at,
    updated_at: activity.created_at,
  })
  expect((await app.call('GET', `${paths.activities}/${activity.id}`)).body.data).toEqual(activity)
  expect(await rowsOf(app, 'activities')).toEqual([activity])
  const changed = await app.call('PATCH', `${paths.activities}/${activity.id}`, {
    body: { outcome: null, notes: '', amount: 99.5 },
  })
  expect(changed.body.data).toMatchObject({ outcome: null, notes: null, amount: 99.5 })
  await app.call('DELETE', `${paths.activities}/${activity.id}`)
  expect(await app.call('GET', `${paths.activities}/${activity.id}`)).toMatchObject({
    status: 404,
    body: { error: 'Activity not found', code: 'ACTIVITY_NOT_FOUND' },
  })
  expect(await announced(app, activity.id)).toEqual([
    'activity.created',
    'activity.updated',
    'activity.deleted',
  ])
})

test('an activity needs a type, a description and a date, and each wrong value is refused', async () => {
  await using app = await startTestApp()
  for (const field of ['activity_type', 'description', 'date']) {
    const { [field]: _, ...body } = documented as Record<string, unknown>
    expect(await app.call('POST', paths.activities, { body })).toMatchObject({
      status: 400,
      body: { error: `Field '${field}' is required.`, details: { field } },
    })
  }
  await expectRefusedBodies(app, 'activities', documented, [
    ['activity_type', 'dance'],
    ['description', ''],
    ['date', '2025-02-30'],
    ['date', 'yesterday'],
    ['duration_minutes', 1.5],
    ['duration_minutes', -1],
    ['outcome', 'great'],
    ['status', 'open'],
    ['amount', -5],
    ['deal_id', nobody],
    ['contact_id', nobody],
    ['company_id', nobody],
    ['owner_id', nobody],
  ])
})

test('names of the real server are understood, the documented ones answered', async () => {
  await using app = await startTestApp()
  const created = await app.call('POST', paths.activities, {
    body: { type: 'outbound', subject: 'Cold call', details: 'No answer', date: '2025-01-15' },
  })
  expect(created).toMatchObject({
    status: 201,
    body: {
      data: { activity_type: 'outbound', description: 'Cold call', notes: 'No answer' },
    },
  })
  expect(await rowsOf(app, 'activities', { type: 'outbound' })).toHaveLength(1)
  expect(await rowsOf(app, 'activities', { activity_type: 'email' })).toHaveLength(0)
})

test('an activity can be of every type that the documentation or the real server names', async () => {
  await using app = await startTestApp()
  const types = ['call', 'email', 'meeting', 'demo', 'proposal', 'task', 'sale', 'note', 'other']
  for (const activity_type of types) {
    expect(await make(app, 'activities', { activity_type })).toMatchObject({ activity_type })
  }
})

test('activities are filtered by all documented filters and by operators', async () => {
  await using app = await startTestApp()
  const contact = await make(app, 'contacts')
  const deal = await make(app, 'deals')
  const now = new Date()
  const monday = now.getTime() - ((now.getUTCDay() + 6) % 7) * dayMs
  const rows = [
    { description: 'A', date: day(monday), contact_id: contact.id },
    { description: 'B', date: day(monday + 6 * dayMs), deal_id: deal.id, amount: 10 },
    { description: 'C', date: day(monday - dayMs), outcome: 'negative', amount: 20.5 },
    { description: 'D', date: day(monday + 7 * dayMs), status: 'pending', notes: 'zebra' },
    { description: 'E', date: '2020-05-05', activity_type: 'demo', duration_minutes: 30 },
  ]
  for (const row of rows) await make(app, 'activities', row)
  const found = async (query: Record<string, string>) => {
    const sorted = { ...query, sort: 'created_at', order: 'asc' }
    return (await valuesOf(app, 'activities', 'description', sorted)).join('')
  }
  const table: [Record<string, string>, string][] = [
    [{ activity_type: 'demo' }, 'E'],
    [{ date_from: '2020-05-06' }, 'ABCD'],
    [{ date_to: '2020-05-05' }, 'E'],
    [{ deal_id: deal.id }, 'B'],
    [{ contact_id: contact.id }, 'A'],
    [{ this_week: 'true' }, 'AB'],
    [{ this_week: 'false' }, 'CDE'],
    [{ status: 'pending' }, 'D'],
    [{ outcome: 'negative' }, 'C'],
    [{ min_amount: '10' }, 'BC'],
    [{ max_amount: '10' }, 'B'],
    [{ 'duration_minutes[gte]': '30' }, 'E'],
    [{ 'amount[null]': 'true' }, 'ADE'],
    [{ 'activity_type[in]': 'demo,email' }, 'E'],
    [{ 'outcome[ne]': 'negative' }, 'ABDE'],
    [{ 'date[lt]': '2021-01-01' }, 'E'],
    [{ search: 'zebra' }, 'D'],
    [{ owner_id: app.owner.userId }, 'ABCDE'],
  ]
  for (const [query, expected] of table) {
    expect(await found(query), JSON.stringify(query)).toBe(expected)
  }
  await expectRefusedQueries(app, 'activities', [
    ['activity_type', 'dance'],
    ['date_from', 'monday'],
    ['this_week', 'yes'],
    ['min_amount', 'ten'],
    ['deal_id', 'deal'],
    ['sort', 'notes'],
  ])
})

test('this_month has the days of the current month, and days_ago counts from today', async () => {
  await using app = await startTestApp()
  const now = new Date()
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
  const today = await make(app, 'activities', { date: day(now.getTime()) })
  expect(today['days_ago']).toBe(0)
  expect((await make(app, 'activities', { date: day(first - dayMs) }))['days_ago']).toBeGreaterThan(
    0,
  )
  await make(app, 'activities', { date: day(first) })
  await make(app, 'activities', { date: day(next - dayMs) })
  expect((await make(app, 'activities', { date: day(next) }))['days_ago']).toBeLessThan(0)
  expect(await rowsOf(app, 'activities', { this_month: 'true' })).toHaveLength(3)
  expect(await rowsOf(app, 'activities', { this_month: 'false' })).toHaveLength(2)
})
