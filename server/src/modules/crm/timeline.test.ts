import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const v1 = '/functions/v1/api-v1-'

async function make(app: TestApp, plural: string, body: object): Promise<{ id: string }> {
  const reply = await app.call('POST', v1 + plural, { body })
  expect(reply).toMatchObject({ status: 201 })
  return { id: String(reply.body.data.id) }
}

async function makeStory(app: TestApp) {
  const company = await make(app, 'companies', { name: 'Acme' })
  const contact = await make(app, 'contacts', {
    first_name: 'Ada',
    email: 'ada@acme.example',
    company_id: company.id,
  })
  const deal = await make(app, 'deals', {
    title: 'Licence',
    value: 10,
    expected_close_date: '2030-01-01',
    company_id: company.id,
    primary_contact_id: contact.id,
  })
  const about = { contact_id: contact.id, deal_id: deal.id }
  await make(app, 'activities', {
    ...about,
    activity_type: 'call',
    description: 'First call',
    date: '2024-01-02',
    outcome: 'positive',
  })
  await make(app, 'tasks', { ...about, title: 'Send quote', due_date: '2024-02-01' })
  await make(app, 'meetings', {
    title: 'Kick-off',
    meeting_start: '2024-03-01T10:00:00Z',
    attendees: [{ name: 'Ada', email: 'ADA@acme.example' }],
    deal_id: deal.id,
  })
  await app.call('PUT', `${v1}deals/${deal.id}`, { body: { stage: 'verbal' } })
  return { company, contact, deal }
}

test('a timeline merges activities, tasks, meetings and stage changes, newest first', async () => {
  await using app = await startTestApp()
  const { company, contact, deal } = await makeStory(app)

  for (const path of [`companies/${company.id}`, `contacts/${contact.id}`, `deals/${deal.id}`]) {
    const { body } = await app.call('GET', `${v1}${path}/timeline`)
    const rows: { type: string; title: string }[] = body.data
    expect(rows.map(({ type, title }) => `${type}: ${title}`)).toEqual([
      'stage_change: Licence: SQL → Verbal',
      'stage_change: Licence: SQL',
      'meeting: Kick-off',
      'task: Send quote',
      'activity: First call',
    ])
    expect(body.pagination).toMatchObject({ total: 5, hasMore: false })
  }
  const page = await app.call('GET', `${v1}deals/${deal.id}/timeline?limit=2&offset=2`)
  expect(page.body.data).toHaveLength(2)
  expect(page.body.pagination).toMatchObject({ total: 5, hasMore: true, page: 2, totalPages: 3 })
})

test('a timeline of a record of others or of another workspace is not found', async () => {
  await using app = await startTestApp()
  const { contact } = await makeStory(app)
  const { apiKey } = await app.newWorkspace()
  const path = `${v1}contacts/${contact.id}/timeline`
  expect((await app.call('GET', path, { key: apiKey })).status).toBe(404)
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const key = await app.newKey({ workspaceId: app.owner.workspaceId, userId, scopes: ['read'] })
  expect((await app.call('GET', path, { key })).status).toBe(404)
})
