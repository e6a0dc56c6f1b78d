import { expect, test } from 'vitest'
import { announced, eventsOf, make, paths } from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

async function detail(app: TestApp, id: string) {
  const { body } = await app.call('GET', `${paths.meetings}/${id}`)
  return body.data as Record<string, unknown>
}

test('attendees, action items and metrics are in the single answer, in the order sent', async () => {
  await using app = await startTestApp()
  const contact = await make(app, 'contacts', { email: 'Jo@Customer.example' })
  const meeting = await make(app, 'meetings', {
    sentiment_score: 0.8,
    coach_rating: 90.5,
    coach_summary: 'Good questions',
    talk_time_rep_pct: 40,
    talk_time_customer_pct: 60,
    talk_time_judgement: 'good',
    attendees: [
      { name: 'Jo', email: 'jo@customer.example', role: 'CTO' },
      { email: 'me@home.example', is_external: false },
    ],
    action_items: [
      {
        title: 'Send offer',
        deadline_at: '2025-01-20',
        timestamp_seconds: 12.5,
        assignee_name: 'Me',
      },
      { title: 'Call back', priority: 'high', completed: true, ai_generated: true },
    ],
  })
  const { attendees, action_items, metrics } = await detail(app, meeting.id)
  expect(attendees).toEqual([
    {
      id: expect.any(String),
      name: 'Jo',
      email: 'jo@customer.example',
      is_external: true,
      role: 'CTO',
      contact_id: contact.id,
    },
    {
      id: expect.any(String),
      name: null,
      email: 'me@home.example',
      is_external: false,
      role: null,
      contact_id: null,
    },
  ])
  expect(action_items).toMatchObject([
    {
      title: 'Send offer',
      deadline_at: '2025-01-20T00:00:00.000Z',
      timestamp_seconds: 12.5,
      priority: 'medium',
      completed: false,
      ai_generated: false,
      assignee_name: 'Me',
    },
    { title: 'Call back', priority: 'high', completed: true, ai_generated: true },
  ])
  expect(metrics).toEqual({
    sentiment_score: 0.8,
    coach_rating: 90.5,
    coach_summary: 'Good questions',
    talk_time_rep_pct: 40,
    talk_time_customer_pct: 60,
    talk_time_judgement: 'good',
  })
})

test('a list that is sent replaces the former one; the same or no list leaves it alone', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'meetings', {
    attendees: [{ name: 'A' }, { name: 'B' }],
    action_items: [{ title: 'One', timestamp_seconds: 3.25, deadline_at: '2025-01-20T10:00:00Z' }],
  })
  const before = await detail(app, id)
  const put = (body: object) => app.call('PUT', `${paths.meetings}/${id}`, { body })

  expect((await put({ title: 'Renamed' })).status).toBe(200)
  expect((await put({ ...before, title: 'Renamed' })).status).toBe(200)
  expect(await detail(app, id)).toMatchObject({
    title: 'Renamed',
    attendees: before['attendees'],
    action_items: before['action_items'],
  })
  expect(await announced(app, id)).toEqual(['meeting.created', 'meeting.updated'])

  expect((await put({ attendees: [{ name: 'B' }, { name: 'C' }, { name: 'A' }] })).status).toBe(200)
  const after = await detail(app, id)
  expect(after['attendees']).toMatchObject([{ name: 'B' }, { name: 'C' }, { name: 'A' }])
  expect(after['action_items']).toEqual(before['action_items'])
  await put({ attendees: [], action_items: [] })
  expect(await detail(app, id)).toMatchObject({ attendees: [], action_items: [] })
  const events = await eventsOf(app, id)
  expect(events.slice(2).map(({ data }) => data['previous'] as unknown)).toMatchObject([
    { attendees: [{ name: 'A' }, { name: 'B' }] },
    { attendees: [{ name: 'B' }, { name: 'C' }, { name: 'A' }], action_items: [{ title: 'One' }] },
  ])
})
