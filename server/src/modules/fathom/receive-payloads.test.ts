import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { emulatedMeeting, shownMeeting } from '../../providers/fathom/emulator-meetings.ts'

const everything = { transcript: true, summary: true, actionItems: true, crmMatches: true }
const apiMeeting = (number = 1) => shownMeeting(emulatedMeeting(number), everything)

// The examples of the seed, unchanged.
const flat = {
  fathom_user_emaill: 'user@domain.com',
  meeting_title: 'Sales Call',
  transcript_plaintext: '...',
  recording_duration_in_minutes: '45.5',
}
const nested = {
  id: '12345',
  fathom_user: { email: 'user@domain.com', name: 'John Doe' },
  meeting: { title: 'Sales Call', scheduled_start_time: '2025-01-23T10:00:00Z' },
  recording: { duration_in_minutes: 45.5, share_url: 'https://fathom.video/share/...' },
  transcript: { plaintext: '...' },
}

async function send(app: TestApp, body: unknown, options: { key?: string; user?: string } = {}) {
  const { key = app.owner.apiKey, user = app.owner.userId } = options
  return app.call('POST', `/api/webhooks/fathom/${user}`, { body, key })
}

// Tests look into every part of a meeting.
// oxlint-disable-next-line typescript/no-explicit-any
async function meetingOf(app: TestApp, id: unknown): Promise<Record<string, any>> {
  const { body } = await app.call('GET', `/functions/v1/api-v1-meetings/${String(id)}`)
  return body.data as Record<string, unknown>
}

async function countOf(app: TestApp): Promise<number> {
  return (await app.call('GET', '/functions/v1/api-v1-meetings')).body.pagination.total as number
}

async function spoken(app: TestApp, meetingId: unknown) {
  const { rows } = await app.db.pool.query(
    `select p.name, p.kind, s.start_ms, s.text, t.timing, t.source
     from transcript t join transcript_segment s on s.transcript_id = t.id
     join transcript_speaker p on p.transcript_id = t.id and p.number = s.speaker
     where t.conversation_id = $1 order by s.position`,
    [meetingId],
  )
  return rows as Record<string, unknown>[]
}

test('the payload of Fathom itself becomes a meeting with people, words, items and summary', async () => {
  await using app = await startTestApp()
  const reply = await send(app, apiMeeting())
  expect(reply).toMatchObject({
    status: 200,
    body: {
      message: 'Processed 1 Fathom call',
      userId: app.owner.userId,
      userEmail: `${app.owner.userId}@example.test`,
      userName: 'Test owner',
      results: [{ fathomCallId: '88000001', status: 'success', message: 'Call record created' }],
      totalProcessed: 1,
      successful: 1,
      errors: 0,
      warnings: 0,
      skipped: 0,
    },
  })
  const id = reply.body.results[0].callRecordId
  expect(await meetingOf(app, id)).toMatchObject({
    title: 'Ferrocarril del Sur: Discovery',
    fathom_recording_id: '88000001',
    share_id: 'emu1Token',
    calls_id: '500001',
    duration_minutes: 27,
    summary: expect.stringContaining('Purpose'),
    team_name: 'Sales',
    attendees: [
      { name: 'Robin Rep', email: 'rep@acme.example', is_external: false },
      { name: 'Tomás Rivera', email: 'tomas@ferrocarril.example', is_external: true },
    ],
    action_items: [{ title: 'Send Tomás Rivera the proposal', timestamp_seconds: 615 }],
  })
  const words = await spoken(app, id)
  expect(words).toHaveLength(6)
  expect(words[1]).toMatchObject({
    name: 'Tomás Rivera',
    kind: 'customer',
    start_ms: 270_000,
    timing: 'start',
    source: 'fathom',
  })
  const events = await app.db.pool.query('select name from event order by seq')
  expect(events.rows.map(({ name }) => name as string)).toEqual([
    'contact.created',
    'meeting.created',
    'transcript.generated',
  ])
})

test('the samples of the seed become meetings as a person would expect', async () => {
  await using app = await startTestApp()
  const reply = await send(app, [flat, nested, { data: JSON.stringify(apiMeeting()) }])
  expect(reply.body).toMatchObject({ totalProcessed: 3, successful: 3, errors: 0 })
  const [one, two, three] = reply.body.results
  expect(one.fathomCallId).toBeNull()
  expect(await meetingOf(app, one.callRecordId)).toMatchObject({
    title: 'Sales Call',
    duration_minutes: 45.5,
    owner_email: 'user@domain.com',
    meeting_start: null,
  })
  expect(two.fathomCallId).toBe('12345')
  expect(await meetingOf(app, two.callRecordId)).toMatchObject({
    title: 'Sales Call',
    duration_minutes: 45.5,
    meeting_start: '2025-01-23T10:00:00.000Z',
    share_url: 'https://fathom.video/share/...',
    share_id: null,
  })
  expect(await spoken(app, two.callRecordId)).toMatchObject([{ text: '...', timing: 'estimated' }])
  expect(three.fathomCallId).toBe('88000001')
})

test('a delivery that is repeated is skipped, with an id and without', async () => {
  await using app = await startTestApp()
  for (const body of [flat, nested, apiMeeting()]) {
    const first = await send(app, body)
    const second = await send(app, body)
    expect(second.body).toMatchObject({ successful: 0, skipped: 1 })
    expect(second.body.results[0].callRecordId).toBe(first.body.results[0].callRecordId)
  }
  expect(await countOf(app)).toBe(3)
})

test('a list keeps what is right and reports the rest', async () => {
  await using app = await startTestApp()
  const reply = await send(app, [
    apiMeeting(1),
    'nonsense',
    { data: '{broken' },
    {},
    {
      ...apiMeeting(2),
      scheduled_start_time: 'soon',
      recording_start_time: 'soon',
      action_items: 7,
    },
  ])
  expect(reply.status).toBe(200)
  expect(reply.body).toMatchObject({
    totalProcessed: 5,
    successful: 2,
    errors: 3,
    warnings: 1,
    results: [
      { status: 'success' },
      { status: 'error', message: expect.stringContaining('object') },
      { status: 'error', message: expect.stringContaining('JSON') },
      { status: 'error', message: expect.stringContaining('nothing') },
      {
        status: 'success',
        warnings: expect.arrayContaining([expect.stringContaining('action items')]),
      },
    ],
  })
  expect(await countOf(app)).toBe(2)
})

test('the same meeting by Fathom, an automation and topics is one, whichever comes first', async () => {
  const doors: ((app: TestApp) => Promise<unknown>)[] = [
    (app) => send(app, apiMeeting()),
    (app) =>
      send(app, {
        id: 'zap-77',
        fathom_user: { email: 'rep@acme.example', name: 'Robin Rep' },
        meeting: { title: 'Ferrocarril', scheduled_start_time: '2026-01-06T11:00:00Z' },
        recording: { share_url: 'https://fathom.video/share/emu1Token', duration_in_minutes: 26 },
        transcript: { plaintext: 'Robin Rep: Hello\nTomás Rivera: Hi' },
      }),
    (app) =>
      app.call('POST', '/functions/v1/meetings-webhook', {
        body: {
          topic: 'summary',
          shareId: 'emu1Token',
          ai_summary: 'Short.',
          sentiment_score: 0.5,
        },
      }),
  ]
  const seen = new Set<string>()
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    await using app = await startTestApp()
    for (const index of [...order, ...order]) await doors[index]?.(app)
    const list = await app.call('GET', '/functions/v1/api-v1-meetings')
    expect(list.body.data).toHaveLength(1)
    const { id } = list.body.data[0]
    const meeting = await meetingOf(app, id)
    const { title, fathom_recording_id: recording, summary, duration_minutes: minutes } = meeting
    const words = await spoken(app, id)
    seen.add(JSON.stringify({ title, recording, summary, minutes, words, ...meeting.metrics }))
    expect(meeting.attendees).toHaveLength(2)
  }
  expect([...seen]).toEqual([expect.stringContaining('"recording":"88000001"')])
  expect([...seen][0]).toContain('"sentiment_score":0.5')
})

test('ten deliveries of one meeting at the same moment by two doors make one meeting', async () => {
  await using app = await startTestApp()
  const topic = { topic: 'summary', callsId: '500001', ai_summary: 'Short.' }
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? send(app, apiMeeting())
        : app.call('POST', '/functions/v1/meetings-webhook', { body: topic }),
    ),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await countOf(app)).toBe(1)
  const { rows } = await app.db.pool.query(
    "select count(*) from event where name in ('contact.created', 'transcript.generated')",
  )
  expect(rows).toEqual([{ count: 2 }])
})

test('meetings without ids are one when the same person held them under one title at one time', async () => {
  await using app = await startTestApp()
  const plain = {
    fathom_user_email: 'rep@acme.example',
    meeting_title: 'Ferrocarril del Sur: Discovery',
    meeting_scheduled_start_time: '2026-01-06T11:05:00Z',
    ai_summary_plaintext_formatted: 'Short.',
  }
  await send(app, plain)
  await send(app, { ...plain, transcript_plaintext: 'Hello' })
  expect(await countOf(app)).toBe(1)
  await send(app, apiMeeting())
  expect(await countOf(app)).toBe(1)
  await send(app, { ...plain, meeting_scheduled_start_time: '2026-01-07T11:05:00Z' })
  expect(await countOf(app)).toBe(2)
})

test('nobody, or somebody without a workspace, is a 404, and GET a 405', async () => {
  await using app = await startTestApp()
  const unknown = '0197f3c2-6f1a-7c3e-9d52-3b1f0a6f4e21'
  for (const user of [unknown, 'user_2abc', "x' or 1=1"]) {
    const reply = await send(app, apiMeeting(), { user: encodeURIComponent(user) })
    expect(reply).toMatchObject({ status: 404, body: { error: 'User not found or inactive' } })
  }
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  await app.db.pool.query('delete from member where user_id = $1', [userId])
  expect((await send(app, apiMeeting(), { user: userId })).status).toBe(404)
  expect((await app.call('GET', `/api/webhooks/fathom/${app.owner.userId}`)).status).toBe(405)
})

test('an empty list, too many meetings and no JSON are a 400', async () => {
  await using app = await startTestApp()
  expect((await send(app, [])).status).toBe(400)
  expect(
    (
      await send(
        app,
        Array.from({ length: 101 }, () => flat),
      )
    ).status,
  ).toBe(400)
  const url = `${app.baseUrl}/api/webhooks/fathom/${app.owner.userId}`
  const headers = { 'x-api-key': app.owner.apiKey }
  const reply = await fetch(url, { method: 'POST', headers, body: 'hello' })
  expect(reply.status).toBe(400)
  expect(await reply.json()).toEqual({ error: expect.stringContaining('JSON') })
})

test('CRM matches lead to the contact, company and deal of the same names', async () => {
  await using app = await startTestApp()
  const company = await app.call('POST', '/functions/v1/api-v1-companies', {
    body: { name: 'Ferro' },
  })
  const deal = await app.call('POST', '/functions/v1/api-v1-deals', {
    body: { title: 'Big one', value: 5, expected_close_date: '2026-03-01', stage: 'sql' },
  })
  const reply = await send(app, {
    ...apiMeeting(),
    crm_matches: {
      contacts: [],
      companies: [{ name: 'FERRO', record_url: 'https://crm' }],
      deals: [{ name: 'Big one', amount: 5, record_url: 'https://crm' }],
    },
  })
  expect(await meetingOf(app, reply.body.results[0].callRecordId)).toMatchObject({
    company_id: company.body.data.id,
    deal_id: deal.body.data.id,
    contact_id: expect.any(String),
  })
})
