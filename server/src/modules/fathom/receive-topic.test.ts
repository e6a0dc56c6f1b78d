import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/meetings-webhook'

// The example of Sixty's documentation.
const summary = {
  topic: 'summary',
  shareId: 'abc123def456',
  meeting: {
    title: 'Acme Corp Discovery Call',
    scheduled_start_time: '2025-01-15T14:00:00Z',
    scheduled_end_time: '2025-01-15T15:00:00Z',
    invitees: [{ name: 'John Doe', email: 'john.doe@company.com' }],
  },
  recording: {
    recording_share_url: 'https://fathom.video/share/abc123def456',
    recording_url: 'https://fathom.video/calls/123456',
    recording_duration_in_minutes: 60,
  },
  ai_summary: 'Discovery call to understand technical requirements...',
  sentiment_score: 0.8,
  coach_rating: 4.5,
  talk_time_rep_pct: 40,
  talk_time_customer_pct: 60,
}
const item = {
  topic: 'action_items',
  shareId: 'abc123def456',
  action_item: {
    description: 'Send the proposal',
    completed: false,
    ai_generated: true,
    recording_timestamp: '00:21:23',
    recording_playback_url: 'https://fathom.video/calls/123456?timestamp=1283',
  },
  assignee: { name: 'Robin Rep', email: 'robin@acme.example', team: 'Sales' },
  priority: 'high',
  deadline_days: 3,
}
const otherItem = {
  ...item,
  action_item: { description: 'Book a demo', recording_timestamp: '00:30:00' },
}
const transcript = {
  topic: 'transcript',
  shareId: 'abc123def456',
  transcript_url: 'https://docs.google.com/document/d/1a2b3c4d5e6f7g8h/edit',
}

async function send(app: TestApp, body: unknown, query = '', key?: string | null) {
  return app.call('POST', `${path}${query}`, { body, ...(key !== undefined && { key }) })
}

// Tests look into every part of a meeting.
// oxlint-disable-next-line typescript/no-explicit-any
async function meetingOf(app: TestApp, id: unknown): Promise<Record<string, any>> {
  const { body } = await app.call('GET', `/functions/v1/api-v1-meetings/${String(id)}`)
  return body.data as Record<string, unknown>
}

async function meetings(app: TestApp) {
  return (await app.call('GET', '/functions/v1/api-v1-meetings')).body.data as { id: string }[]
}

test('a summary becomes a meeting with its guest as a lead, metrics and one event', async () => {
  await using app = await startTestApp()
  const reply = await send(app, summary)
  expect(reply).toMatchObject({ status: 200, body: { success: true } })

  const meeting = await meetingOf(app, reply.body.meetingId)
  expect(meeting).toMatchObject({
    title: 'Acme Corp Discovery Call',
    share_id: 'abc123def456',
    calls_id: '123456',
    fathom_recording_id: null,
    meeting_start: '2025-01-15T14:00:00.000Z',
    meeting_end: '2025-01-15T15:00:00.000Z',
    duration_minutes: 60,
    summary: summary.ai_summary,
    owner_user_id: app.owner.userId,
    attendees: [{ name: 'John Doe', email: 'john.doe@company.com', is_external: true }],
    metrics: {
      sentiment_score: 0.8,
      coach_rating: 45,
      talk_time_rep_pct: 40,
      talk_time_customer_pct: 60,
    },
  })
  const { body } = await app.call('GET', '/functions/v1/api-v1-contacts')
  expect(body.data).toMatchObject([{ full_name: 'John Doe', email: 'john.doe@company.com' }])
  expect(meeting.contact_id).toBe(body.data[0].id)
  const { rows } = await app.db.pool.query(
    `select c.source, c.coach_rating_raw, x.lead_source, b.door, b.body::json ->> 'topic' as topic
     from conversation c, contact x, inbound_body b where b.conversation_id = c.id`,
  )
  expect(rows).toEqual([
    {
      source: 'meetings_webhook',
      coach_rating_raw: '4.5',
      lead_source: 'meetings_webhook',
      door: 'meetings_webhook',
      topic: 'summary',
    },
  ])
  const events = await app.db.pool.query('select name from event order by seq')
  expect(events.rows.map(({ name }) => name as string)).toEqual([
    'contact.created',
    'meeting.created',
  ])
})

/** All orders of a list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((one, index) =>
    orders(list.filter((_, other) => other !== index)).map((rest) => [one, ...rest]),
  )
}

const volatile = ['id', 'created_at', 'updated_at', 'owner_user_id', 'owner_email', 'contact_id']

function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name: string, inner: unknown) =>
      volatile.includes(name) || name === 'deadline_at' ? undefined : inner,
    ),
  )
}

test('topics in any order and any number of times give the same meeting', async () => {
  await using app = await startTestApp()
  const bodies = [summary, item, otherItem, transcript]
  const seen = new Set<string>()
  for (const order of orders(bodies)) {
    const owner = await app.newWorkspace()
    for (const body of [...order, ...order.toReversed()]) {
      expect((await send(app, body, '', owner.apiKey)).status).toBe(200)
    }
    const list = await app.call('GET', '/functions/v1/api-v1-meetings', { key: owner.apiKey })
    expect(list.body.data).toHaveLength(1)
    const one = await app.call('GET', `/functions/v1/api-v1-meetings/${list.body.data[0].id}`, {
      key: owner.apiKey,
    })
    const { action_items: items, ...meeting } = one.body.data
    expect(items).toHaveLength(2)
    const titles = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1)
    seen.add(JSON.stringify(comparable({ ...meeting, action_items: items.toSorted(titles) })))
  }
  expect(seen.size).toBe(1)
})

test('a repeated topic changes nothing and announces nothing', async () => {
  await using app = await startTestApp()
  for (const body of [summary, item, transcript]) await send(app, body)
  const before = await app.db.pool.query('select count(*) from event')
  for (const body of [summary, item, transcript]) {
    expect((await send(app, body)).status).toBe(200)
  }
  const after = await app.db.pool.query('select count(*) from event')
  expect(after.rows).toEqual(before.rows)
})

test('twenty deliveries at the same moment make one meeting with each item once', async () => {
  await using app = await startTestApp()
  const bodies = [summary, item, otherItem, transcript]
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) => send(app, bodies[index % bodies.length])),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(replies.map(({ body }) => body.meetingId as string)).size).toBe(1)
  expect(await meetings(app)).toHaveLength(1)
  const meeting = await meetingOf(app, replies[0]?.body.meetingId)
  expect(meeting.action_items).toHaveLength(2)
  expect(meeting.attendees).toHaveLength(1)
})

test('an item of an unknown meeting makes it, with what the item says', async () => {
  await using app = await startTestApp()
  const now = Date.now()
  const { body } = await send(app, item)
  const meeting = await meetingOf(app, body.meetingId)
  expect(meeting).toMatchObject({
    title: 'Meeting',
    share_id: 'abc123def456',
    calls_id: '123456',
    action_items: [
      {
        title: 'Send the proposal',
        assignee_name: 'Robin Rep',
        assignee_email: 'robin@acme.example',
        priority: 'high',
        timestamp_seconds: 1283,
        ai_generated: true,
        completed: false,
      },
    ],
  })
  const deadline = Date.parse(String(meeting.action_items[0].deadline_at))
  expect(Math.round((deadline - now) / 86_400_000)).toBe(3)
  await send(app, summary)
  expect((await meetingOf(app, body.meetingId)).title).toBe(summary.meeting.title)
})

test('two meetings become one when an id that joins them arrives', async () => {
  await using app = await startTestApp()
  const byCalls = { topic: 'action_items', callsId: '123456', action_item: { description: 'A' } }
  const byShare = {
    topic: 'action_items',
    shareId: 'abc123def456',
    action_item: { description: 'B' },
  }
  const first = await send(app, byCalls)
  const second = await send(app, byShare)
  expect(second.body.meetingId).not.toBe(first.body.meetingId)

  const joined = await send(app, summary)
  expect(joined.body.meetingId).toBe(first.body.meetingId)
  expect(await meetings(app)).toHaveLength(1)
  const { action_items: items } = await meetingOf(app, joined.body.meetingId)
  expect(items.map(({ title }: { title: string }) => title).sort()).toEqual(['A', 'B'])
  expect((await send(app, byShare)).body.meetingId).toBe(first.body.meetingId)
  const { rows } = await app.db.pool.query(
    "select subject_id from event where name = 'meeting.deleted'",
  )
  expect(rows).toEqual([{ subject_id: second.body.meetingId }])
})

test('what a person changed stays when the same is delivered again', async () => {
  await using app = await startTestApp()
  await send(app, summary)
  const { body } = await send(app, item)
  const meeting = `/functions/v1/api-v1-meetings/${body.meetingId}`
  const [made] = (await meetingOf(app, body.meetingId)).action_items
  const { id: _, ...done } = { ...made, completed: true }
  const patched = await app.call('PATCH', meeting, {
    body: { title: 'Renamed by hand', action_items: [done] },
  })
  expect(patched.status).toBe(200)
  for (const again of [summary, item, transcript, otherItem]) await send(app, again)
  const after = await meetingOf(app, body.meetingId)
  expect(after.title).toBe('Renamed by hand')
  expect(after.action_items).toMatchObject([{ completed: true }, { title: 'Book a demo' }])
})

test('a meeting that somebody deleted does not come back', async () => {
  await using app = await startTestApp()
  const { body } = await send(app, summary)
  await app.call('DELETE', `/functions/v1/api-v1-meetings/${body.meetingId}`)
  expect((await send(app, summary)).status).toBe(200)
  expect((await send(app, item)).body.meetingId).toBe(body.meetingId)
  expect(await meetings(app)).toEqual([])
})

test.each([
  ['no topic', { shareId: 'x' }, /topic/],
  ['an unknown topic', { topic: 'highlights', shareId: 'x' }, /topic/],
  ['no id', { topic: 'summary', meeting: { title: 'x' } }, /shareId/],
  [
    'an item without words',
    { topic: 'action_items', shareId: 'x', action_item: {} },
    /description/,
  ],
  ['a list', [summary], /object/],
])('%s is a 400 with a sentence', async (_, body, sentence) => {
  await using app = await startTestApp()
  const reply = await send(app, body)
  expect(reply.status).toBe(400)
  expect(reply.body).toEqual({ error: expect.stringMatching(sentence) })
})

test('what is not JSON is a 400, and another method a 405', async () => {
  await using app = await startTestApp()
  const headers = { 'x-api-key': app.owner.apiKey, 'content-type': 'application/json' }
  const broken = await fetch(app.baseUrl + path, { method: 'POST', headers, body: '{"topic":' })
  expect(broken.status).toBe(400)
  expect(await broken.json()).toEqual({ error: expect.stringContaining('JSON') })
  expect((await app.call('GET', path)).status).toBe(405)
})

test('values that make no sense are left out, and the others kept', async () => {
  await using app = await startTestApp()
  const { body } = await send(app, {
    ...summary,
    sentiment_score: 80,
    coach_rating: 'great',
    talk_time_rep_pct: '40%',
    meeting: { ...summary.meeting, scheduled_start_time: '2025-02-30T10:00:00Z' },
  })
  expect(await meetingOf(app, body.meetingId)).toMatchObject({
    title: summary.meeting.title,
    meeting_start: null,
    metrics: { sentiment_score: null, coach_rating: null, talk_time_rep_pct: 40 },
  })
})

test('guests do not become contacts where the workspace does not want it', async () => {
  await using app = await startTestApp()
  await app.db.pool.query('update workspace set leads_from_meetings = false')
  const { body } = await send(app, summary)
  expect((await meetingOf(app, body.meetingId)).attendees).toHaveLength(1)
  expect((await app.call('GET', '/functions/v1/api-v1-contacts')).body.data).toEqual([])
})

test('the member who recorded owns the meeting, by e-mail and else by name', async () => {
  await using app = await startTestApp()
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const user = { name: 'Somebody Else', email: `${userId}@example.test`.toUpperCase() }
  const { body } = await send(app, { ...summary, fathom_user: user })
  expect(await meetingOf(app, body.meetingId)).toMatchObject({ owner_user_id: userId })

  await send(app, { ...item, shareId: 'other', action_item: { description: 'C' } })
  const named = { ...summary, shareId: 'other', recording: {}, fathom_user: { name: 'Test Rep' } }
  const second = await send(app, named)
  expect(await meetingOf(app, second.body.meetingId)).toMatchObject({ owner_user_id: userId })
})
