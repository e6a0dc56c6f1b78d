import { expect, test } from 'vitest'
import { announced, change, eventsOf, make, paths, resourceNames } from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'

test('a change announces the whole record, and the former values of only what changed', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies')
  const contact = await make(app, 'contacts', { first_name: 'Ada', title: 'CEO' })
  const body = {
    first_name: 'Ada',
    title: 'CTO',
    phone: '+1 415 555 2671',
    company_id: company.id,
    is_primary: true,
  }
  const changed = await change(app, 'contacts', contact.id, body)
  expect(await eventsOf(app, contact.id)).toEqual([
    { name: 'contact.created', data: contact },
    {
      name: 'contact.updated',
      data: {
        ...changed,
        previous: {
          title: 'CEO',
          phone: null,
          phone_e164: null,
          company_id: null,
          is_primary: false,
        },
      },
    },
  ])
  const { rows } = await app.db.pool.query(
    'select distinct workspace_id, actor_user_id, subject_type from event where subject_id = $1',
    [contact.id],
  )
  expect(rows).toEqual([
    {
      workspace_id: app.owner.workspaceId,
      actor_user_id: app.owner.userId,
      subject_type: 'contact',
    },
  ])
})

test('the former values have the names of the API', async () => {
  await using app = await startTestApp()
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const { id } = await make(app, 'meetings', { meeting_start: '2025-01-15T14:00:00Z' })
  await change(app, 'meetings', id, { meeting_start: null, owner_user_id: userId })
  const [, updated] = await eventsOf(app, id)
  expect(Object.keys(updated?.data['previous'] as object).sort()).toEqual([
    'meeting_start',
    'owner_user_id',
  ])
})

test('events of every kind of write carry what the catalogue says', async () => {
  await using app = await startTestApp()
  const change = {
    contacts: { title: 'x' },
    companies: { website: 'x.example' },
    deals: { stage: 'won', value: 7 },
    tasks: { status: 'completed' },
    meetings: { attendees: [{ name: 'Jo' }], meeting_start: '2025-01-01' },
    calls: { outcome: 'converted', call_details: { a: 1 } },
    activities: { amount: 5, outcome: 'neutral' },
  }
  for (const resource of resourceNames) {
    const { id } = await make(app, resource)
    const path = `${paths[resource]}/${id}`
    await app.call('PUT', path, { body: change[resource] })
    await app.call('DELETE', path)
    await app.call('POST', `${path}/restore`)
    expect((await announced(app, id)).length).toBeGreaterThanOrEqual(4)
  }
  // The relay's subscriber in tests holds each event against the catalogue.
  await app.drain()
})

test('what is refused announces and counts nothing', async () => {
  await using app = await startTestApp()
  const first = await make(app, 'contacts')
  const second = await make(app, 'contacts')
  const before = await app.db.pool.query('select count(*) from event')
  const email: unknown = first['email']
  await app.call('POST', paths.contacts, { body: { first_name: 'X', email } })
  await app.call('PUT', `${paths.contacts}/${second.id}`, { body: { email, title: 'X' } })
  await app.call('PUT', `${paths.contacts}/${second.id}`, { body: { title: 5 } })
  await app.call('PUT', `${paths.contacts}/${second.id}`, { body: { last_name: null } })
  const after = await app.db.pool.query('select count(*) from event')
  expect(after.rows).toEqual(before.rows)
  expect((await app.call('GET', paths.contacts)).body.count).toBe(2)
  expect((await app.call('GET', `${paths.contacts}/${second.id}`)).body.data).toMatchObject({
    title: null,
  })
})

test('concurrent changes of different fields of one record all last', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'deals')
  const bodies = [
    { title: 'T' },
    { value: 7 },
    { next_steps: 'N' },
    { stage: 'verbal' },
    { lead_source: 'L' },
    { deal_size: 'S' },
    { priority: 'low' },
    { description: 'D' },
  ]
  await Promise.all(bodies.map((body) => change(app, 'deals', id, body)))
  const { body } = await app.call('GET', `${paths.deals}/${id}`)
  expect(body.data).toMatchObject(Object.assign({}, ...bodies) as object)
  expect(await announced(app, id)).toHaveLength(1 + bodies.length + 1)
})
