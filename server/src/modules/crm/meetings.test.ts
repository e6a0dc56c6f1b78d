import { expect, test } from 'vitest'
import {
  announced,
  eventsOf,
  make,
  nobody,
  paths,
  rowsOf,
  type Shown,
  valuesOf,
} from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const documented = {
  fathom_recording_id: 'abc123def456',
  title: 'Acme Corp Discovery Call',
  share_url: 'https://fathom.video/share/abc123def456',
  calls_url: 'https://fathom.video/calls/123456',
  transcript_doc_url: 'https://docs.google.com/document/d/abc123',
  meeting_start: '2025-01-15T14:00:00.000Z',
  meeting_end: '2025-01-15T15:00:00.000Z',
  duration_minutes: 60,
  summary: 'Discovery call to understand technical requirements...',
  owner_email: 'sales@company.com',
  team_name: 'Sales',
}

async function detail(app: TestApp, id: string) {
  const { body } = await app.call('GET', `${paths.meetings}/${id}`)
  return body.data as Record<string, unknown>
}

test('a meeting is created, read, listed, changed and deleted with every documented field', async () => {
  await using app = await startTestApp()
  const created = await app.call('POST', paths.meetings, {
    body: { ...documented, owner_user_id: app.owner.userId, share_id: 's1', calls_id: '123456' },
  })
  expect(created.status).toBe(201)
  const meeting = created.body.data as Shown
  expect(meeting).toEqual({
    ...documented,
    id: meeting.id,
    share_id: 's1',
    calls_id: '123456',
    meeting_type: null,
    owner_user_id: app.owner.userId,
    contact_id: null,
    company_id: null,
    deal_id: null,
    is_upcoming: false,
    is_past: true,
    created_at: meeting.created_at,
    updated_at: meeting.created_at,
  })
  expect(await rowsOf(app, 'meetings')).toEqual([meeting])
  expect(await detail(app, meeting.id)).toEqual({
    ...meeting,
    attendees: [],
    action_items: [],
    metrics: {
      sentiment_score: null,
      coach_rating: null,
      coach_summary: null,
      talk_time_rep_pct: null,
      talk_time_customer_pct: null,
      talk_time_judgement: null,
    },
  })
  const changed = await app.call('PUT', `${paths.meetings}/${meeting.id}`, {
    body: { summary: null, meeting_type: 'demo', sentiment_score: -0.25 },
  })
  expect(changed.body.data).toMatchObject({ summary: null, meeting_type: 'demo' })
  const [, updated] = await eventsOf(app, meeting.id)
  expect(updated?.data['previous']).toEqual({
    summary: documented.summary,
    meeting_type: null,
    sentiment_score: null,
  })
  await app.call('DELETE', `${paths.meetings}/${meeting.id}`)
  expect(await app.call('GET', `${paths.meetings}/${meeting.id}`)).toMatchObject({
    status: 404,
    body: { error: 'Meeting not found', code: 'MEETING_NOT_FOUND' },
  })
  expect(await announced(app, meeting.id)).toEqual([
    'meeting.created',
    'meeting.updated',
    'meeting.deleted',
  ])
})

test('a meeting needs a title, and each wrong value is refused', async () => {
  await using app = await startTestApp()
  expect(await app.call('POST', paths.meetings, { body: {} })).toMatchObject({
    status: 400,
    body: { error: "Field 'title' is required." },
  })
  await expectRefusedBodies(app, 'meetings', documented, [
    ['title', ''],
    ['meeting_type', 'party'],
    ['share_url', 'nope'],
    ['meeting_start', '2025-02-30T10:00:00Z'],
    ['meeting_start', 'soon'],
    ['meeting_end', '2025-01-15T13:59:59Z'],
    ['duration_minutes', -1],
    ['duration_minutes', 1e9],
    ['owner_email', 'sales'],
    ['sentiment_score', 1.01],
    ['coach_rating', 101],
    ['talk_time_rep_pct', -1],
    ['owner_user_id', nobody],
    ['contact_id', nobody],
    ['deal_id', nobody],
    ['attendees', 'Jo'],
  ])
  for (const [children, field] of [
    [{ attendees: [{ email: 'jo' }] }, 'attendees.0.email'],
    [{ attendees: Array.from({ length: 501 }, () => ({})) }, 'attendees'],
    [{ action_items: [{ title: 'ok' }, { title: ' ' }] }, 'action_items.1.title'],
    [{ action_items: [{ title: 'x', priority: 'extreme' }] }, 'action_items.0.priority'],
  ] as const) {
    const reply = await app.call('POST', paths.meetings, { body: { ...documented, ...children } })
    expect(reply).toMatchObject({ status: 400, body: { details: { field } } })
  }
})

test('names of the real server are understood, and the length and owner are filled in', async () => {
  await using app = await startTestApp()
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const created = await app.call('POST', paths.meetings, {
    body: {
      title: 'Demo',
      start_time: '2025-01-15T14:00:00+01:00',
      end_time: '2025-01-15T13:45:30Z',
      owner_id: userId,
    },
  })
  expect(created.body.data).toMatchObject({
    meeting_start: '2025-01-15T13:00:00.000Z',
    meeting_end: '2025-01-15T13:45:30.000Z',
    duration_minutes: 45.5,
    owner_user_id: userId,
    owner_email: `${userId}@example.test`,
  })
  const id: string = created.body.data.id
  const put = async (body: object) =>
    (await app.call('PUT', `${paths.meetings}/${id}`, { body })).body as {
      error: unknown
      data: Shown
    }
  expect((await put({ end_time: '2025-01-15T14:00:00Z' })).data.duration_minutes).toBe(60)
  expect((await put({ duration_minutes: 50 })).data.duration_minutes).toBe(50)
  expect((await put({ end_time: '2025-01-15T15:00:00Z' })).data.duration_minutes).toBe(50)
  for (const body of [
    { end_time: '2025-01-15T12:59:00Z' },
    { start_time: '2025-01-15T15:00:01Z' },
  ]) {
    expect(await put(body)).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { field: 'meeting_end' },
    })
  }
  expect((await put({ start_time: null, end_time: '2000-01-01' })).error).toBeNull()
})

test('each of the three ids of a recording is unique until its meeting is deleted', async () => {
  await using app = await startTestApp()
  for (const field of ['fathom_recording_id', 'share_id', 'calls_id']) {
    const { id } = await make(app, 'meetings', { [field]: 'x1' })
    const body = { title: 'Again', [field]: 'x1' }
    expect(await app.call('POST', paths.meetings, { body })).toMatchObject({
      status: 409,
      body: { code: 'DUPLICATE_RECORDING', details: { field, existing_id: id } },
    })
    await app.call('DELETE', `${paths.meetings}/${id}`)
    expect((await app.call('POST', paths.meetings, { body })).status).toBe(201)
    expect((await app.call('POST', `${paths.meetings}/${id}/restore`)).body.code).toBe(
      'DUPLICATE_RECORDING',
    )
  }
})

test('meetings are filtered by all documented filters and by operators', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies')
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
  const rows = [
    { title: 'A', meeting_start: '2025-01-15T14:00:00Z', summary: 'Budget agreed' },
    { title: 'B', meeting_start: '2025-02-01T00:00:00Z', team_name: 'Sales', duration_minutes: 30 },
    { title: 'C', meeting_start: inAWeek, meeting_type: 'demo', company_id: company.id },
    { title: 'D', owner_email: 'Ann@Home.example' },
  ]
  for (const row of rows) await make(app, 'meetings', row)
  const titles = async (query: Record<string, string>) =>
    (await valuesOf(app, 'meetings', 'title', { ...query, sort: 'title', order: 'asc' })).join('')
  const table: [Record<string, string>, string][] = [
    [{ meeting_start_from: '2025-01-15T14:00:00Z' }, 'ABC'],
    [{ meeting_start_from: '2025-01-16' }, 'BC'],
    [{ meeting_start_to: '2025-01-15T14:00:00Z' }, 'A'],
    [{ start_after: '2025-01-20', start_before: '2025-02-01' }, 'B'],
    [{ team_name: 'sales' }, 'B'],
    [{ has_summary: 'true' }, 'A'],
    [{ has_summary: 'false' }, 'BCD'],
    [{ upcoming: 'true' }, 'C'],
    [{ upcoming: 'false' }, 'ABD'],
    [{ past: 'true' }, 'AB'],
    [{ today: 'true' }, ''],
    [{ today: 'false' }, 'ABCD'],
    [{ meeting_type: 'demo' }, 'C'],
    [{ company_id: company.id }, 'C'],
    [{ owner_user_id: app.owner.userId }, 'ABCD'],
    [{ owner_id: nobody }, ''],
    [{ owner_email: 'ann@home.EXAMPLE' }, 'D'],
    [{ 'duration_minutes[gte]': '30' }, 'B'],
    [{ 'meeting_start[null]': 'true' }, 'D'],
    [{ 'team_name[in]': 'SALES' }, 'B'],
    [{ search: 'budget' }, 'A'],
  ]
  for (const [query, expected] of table) {
    expect(await titles(query), JSON.stringify(query)).toBe(expected)
  }
  await make(app, 'meetings', { title: 'E', meeting_start: new Date().toISOString() })
  expect(await titles({ today: 'true' })).toBe('E')
  expect(await make(app, 'meetings', { meeting_start: inAnHour })).toMatchObject({
    is_upcoming: true,
    is_past: false,
  })
  await expectRefusedQueries(app, 'meetings', [
    ['meeting_start_from', 'soon'],
    ['has_summary', 'perhaps'],
    ['meeting_type', 'party'],
    ['sort', 'summary'],
    ['include', 'attendees'],
  ])
})
