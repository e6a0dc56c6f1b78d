import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/webhook-call-capture'

type Reply = {
  readonly status: number
  readonly body: {
    readonly error: string
    readonly message: string
    readonly data: { readonly call_history_id: string; readonly created_at: string }
  }
}

async function send(app: TestApp, fields: object, key = app.owner.apiKey): Promise<Reply> {
  const body = { company_id: app.owner.workspaceId, ...fields }
  return (await app.call('POST', path, { body, key })) as Reply
}

test('a call with every field becomes a record that has them all', async () => {
  await using app = await startTestApp()
  const lead = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'nadia@lumen.example',
    phone: '+44 20 7946 0958',
  })
  const sent = {
    lead_id: lead.id,
    employee_id: app.owner.userId,
    outcome: 'follow_up',
    notes: 'Interested in the premium package.',
    call_date: '2025-11-25T10:30:00Z',
    caller_number: '+919876543210',
    recipient_number: '+44 20 7946 0958',
    duration_seconds: 320,
    recording_url: 'https://dialer.example/recordings/12345.mp3',
    call_status: 'completed',
    start_time: '2025-11-25T10:30:00Z',
    end_time: '2025-11-25T10:35:20Z',
    external_call_id: 'CALL-12345',
    external_system: 'YourDialer',
    next_follow_up: '2025-11-27',
    next_follow_up_time: '14:00:00',
    auto_call_followup: true,
    call_details: { campaign_id: 'CAMP-001', tags: ['premium'] },
  }
  const reply = await send(app, sent)
  expect(reply).toMatchObject({
    status: 201,
    body: { success: true, message: 'Call record created successfully' },
  })
  expect(Object.keys(reply.body).sort()).toEqual(['data', 'message', 'success'])
  const { call_history_id: id, created_at } = reply.body.data
  const call = await app.client.calls.get(id)
  expect(call).toMatchObject({
    ...sent,
    call_history_id: id,
    created_at,
    title: 'Call with Nadia',
    source: 'call_capture',
    direction: 'outbound',
    caller_e164: '+919876543210',
    recipient_e164: '+442079460958',
    call_date: '2025-11-25T10:30:00.000Z',
    start_time: '2025-11-25T10:30:00.000Z',
    end_time: '2025-11-25T10:35:20.000Z',
    has_recording: true,
    has_transcript: false,
    transcript: null,
  })
  const task = await app.client.tasks.get(call.follow_up_task_id ?? '')
  expect(task).toMatchObject({
    title: 'Follow up with Nadia at 14:00',
    description: 'At 14:00 (UTC).\n\nInterested in the premium package.',
    due_date: '2025-11-27',
    task_type: 'follow_up',
    assignee_id: app.owner.userId,
    contact_id: lead.id,
  })
  await app.drain()
})

async function rows(app: TestApp, table: string): Promise<Record<string, string>[]> {
  return (await app.db.pool.query<Record<string, string>>(`select * from ${table}`)).rows
}

test('a body that is wrong is refused with a sentence that names the field, and nothing is kept', async () => {
  await using app = await startTestApp()
  const table: [field: string, value: unknown][] = [
    ['company_id', undefined],
    ['company_id', null],
    ['company_id', ''],
    ['company_id', 'your-company-uuid'],
    ['company_id', 7],
    ['lead_id', 'lead-uuid-if-available'],
    ['employee_id', 12],
    ['outcome', 'maybe'],
    ['notes', ['x']],
    ['call_date', '2025-02-30T10:00:00Z'],
    ['call_date', 'yesterday'],
    ['caller_number', 919876543210],
    ['duration_seconds', -1],
    ['duration_seconds', 1.5],
    ['duration_seconds', '180'],
    ['recording_url', 'not an address'],
    ['recording_url', 'ftp://files.example/1.mp3'],
    ['call_status', 'ringing'],
    ['start_time', '2025-11-25T25:00:00Z'],
    ['end_time', '2025-11-25T10:29:59Z'],
    ['external_call_id', 'x'.repeat(201)],
    ['next_follow_up', '2025-13-01'],
    ['next_follow_up_time', '24:00:00'],
    ['next_follow_up_time', 'noon'],
    ['auto_call_followup', 'yes'],
    ['call_details', []],
    ['call_details', { text: 'x'.repeat(65_536) }],
  ]
  for (const [field, value] of table) {
    const reply = await send(app, { start_time: '2025-11-25T10:30:00Z', [field]: value })
    expect(reply, `${field}: ${JSON.stringify(value)?.slice(0, 50)}`).toMatchObject({ status: 400 })
    expect(Object.keys(reply.body)).toEqual(['error', 'message'])
    expect(reply.body.error).toBe('Bad Request')
    expect(reply.body.message).toContain(field)
  }
  expect((await send(app, { company_id: undefined })).body.message).toBe('company_id is required')
  expect(await rows(app, 'conversation')).toEqual([])
  expect(await rows(app, 'inbound_body')).toEqual([])
})

test('without a key of the workspace that is named, nobody comes in', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const { workspaceId, userId } = app.owner
  const reader = await app.newKey({ workspaceId, userId, scopes: ['read'] })
  const capturer = await app.newKey({ workspaceId, userId, scopes: ['calls:write'] })
  const body = { company_id: workspaceId }
  const refusal = { error: 'Unauthorized', message: 'Invalid or missing API key' }
  for (const key of [null, 'YOUR_API_KEY', other.apiKey]) {
    expect(await app.call('POST', path, { key, body })).toMatchObject({
      status: 401,
      body: refusal,
    })
  }
  expect(await send(app, {}, reader)).toMatchObject({ status: 403, body: { error: 'Forbidden' } })
  expect((await send(app, {}, capturer)).status).toBe(201)
  const headers = { authorization: `Bearer ${capturer}` }
  expect((await app.call('POST', path, { key: null, headers, body })).status).toBe(201)
})

test('what is no JSON, too large or of another type is refused in the words of this door', async () => {
  await using app = await startTestApp()
  const post = async (body: string, type = 'application/json') => {
    const headers = { 'x-api-key': app.owner.apiKey, 'content-type': type }
    const reply = await fetch(app.baseUrl + path, { method: 'POST', headers, body })
    return [reply.status, Object.keys((await reply.json()) as object)]
  }
  const keys = ['error', 'message']
  expect(await post('{')).toEqual([400, keys])
  expect(await post('[]')).toEqual([400, keys])
  expect(await post('x'.repeat(1_100_000))).toEqual([413, keys])
  expect(await post('a=1', 'application/x-www-form-urlencoded')).toEqual([415, keys])
})

test('leads and employees of nobody and of other workspaces are refused by name', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const foreign = await app.clientOf(other.apiKey).contacts.create({
    first_name: 'F',
    email: 'f@x.example',
  })
  for (const lead_id of [foreign.id, app.owner.userId]) {
    const reply = await send(app, { lead_id })
    expect(reply).toMatchObject({
      status: 400,
      body: { message: 'lead_id names no contact of this workspace' },
    })
  }
  expect(await send(app, { employee_id: other.userId })).toMatchObject({
    status: 400,
    body: { message: 'employee_id names no member of this workspace' },
  })
  const [member] = (await app.client.members.list()).data
  const byMember = await send(app, { employee_id: member?.id })
  const call = await app.client.calls.get(byMember.body.data.call_history_id)
  expect(call.employee_id).toBe(app.owner.userId)
})

test('many calls with one unknown number at once make one contact of it', async () => {
  await using app = await startTestApp()
  const member = await app.newMember(app.owner.workspaceId, 'rep')
  await app.db.pool.query(`update member set phone_e164 = '+14155552671' where user_id = $1`, [
    member.userId,
  ])
  const replies = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      send(app, {
        caller_number: '(415) 555-2671',
        recipient_number: '+44 20 7946 0958',
        external_call_id: `C${n}`,
      }),
    ),
  )
  expect(new Set(replies.map(({ body }) => body.data.call_history_id)).size).toBe(30)
  const { data: contacts } = await app.client.contacts.list()
  expect(contacts).toMatchObject([
    { first_name: '+44 20 7946 0958', phone_e164: '+442079460958', owner_id: member.userId },
  ])
  expect((await rows(app, 'contact'))[0]).toMatchObject({ lead_source: 'call_capture' })
  const { data: calls } = await app.client.calls.list({ number: '+442079460958' })
  expect(calls).toHaveLength(30)
  expect(calls[0]).toMatchObject({
    direction: 'outbound',
    employee_id: member.userId,
    lead_id: contacts[0]?.id,
  })
  await app.drain()
})

test('a workspace that wants no leads gets none', async () => {
  await using app = await startTestApp()
  await app.db.pool.query('update workspace set leads_from_calls = false')
  expect((await send(app, { recipient_number: '+442079460958' })).status).toBe(201)
  expect(await rows(app, 'contact')).toEqual([])
})

test('repeats of an external id change one record, even all at once, and null leaves what was', async () => {
  await using app = await startTestApp()
  const known = { external_call_id: 'CALL-1', external_system: 'MyDialer' }
  const first = await send(app, { ...known, outcome: 'not_answered', notes: 'Voicemail.' })
  const replies = await Promise.all(
    Array.from({ length: 12 }, () => send(app, { ...known, outcome: 'converted', notes: null })),
  )
  for (const reply of replies) expect(reply).toMatchObject({ status: 201, body: first.body })
  const elsewhere = await send(app, { ...known, external_system: 'OtherDialer' })
  const other = await app.newWorkspace()
  const theirs = await send(app, { ...known, company_id: other.workspaceId }, other.apiKey)
  const ids = [first, elsewhere, theirs].map(({ body }) => body.data.call_history_id)
  expect(new Set(ids).size).toBe(3)
  expect(await app.client.calls.get(ids[0] ?? '')).toMatchObject({
    outcome: 'converted',
    notes: 'Voicemail.',
  })
  const events = await rows(app, 'event')
  const mine = events.filter(({ subject_id }) => subject_id === ids[0])
  expect(mine.map(({ name }) => name)).toEqual(['call.captured', 'call.updated'])
  expect(JSON.parse(mine[1]?.['payload'] ?? '{}')).toMatchObject({
    previous: { outcome: 'not_answered' },
  })
  await app.drain()
})

test('without an external id an identical body is a retry for ten minutes', async () => {
  let nowMs = Date.parse('2026-03-02T10:00:00Z')
  await using app = await startTestApp({ now: () => new Date(nowMs) })
  const call = { caller_number: '+14155552671', recipient_number: '+442079460958', notes: 'Hi.' }
  const first = await Promise.all([send(app, call), send(app, call), send(app, call)])
  nowMs += 9 * 60_000
  const second = await send(app, call)
  const other = await send(app, { ...call, notes: 'Hi!' })
  nowMs += 2 * 60_000
  const later = await send(app, call)
  const ids = [...first, second, other, later].map(({ body }) => body.data.call_history_id)
  expect(new Set(ids.slice(0, 4)).size).toBe(1)
  expect(new Set(ids).size).toBe(3)
  expect(await rows(app, 'inbound_body')).toHaveLength(3)
})

test('a call that is refused fails none of those that came with it', async () => {
  await using app = await startTestApp()
  const calls = Array.from({ length: 20 }, (_, n) => ({
    external_call_id: `C${n}`,
    ...(n % 4 === 0 && { lead_id: '0199a0de-0000-7000-8000-000000000000' }),
  }))
  const replies = await Promise.all(calls.map((call) => send(app, call)))
  expect(replies.map(({ status }) => status)).toEqual(
    calls.map((_, n) => (n % 4 === 0 ? 400 : 201)),
  )
  expect(await rows(app, 'conversation')).toHaveLength(15)
})

test('the follow-up task moves with the call, and is made anew when it was done', async () => {
  await using app = await startTestApp()
  await app.client.workspace.update({ time_zone: 'Europe/London' })
  const known = { external_call_id: 'CALL-1', recipient_number: '+442079460958' }
  const { body } = await send(app, { ...known, next_follow_up: '2026-03-06' })
  const id = body.data.call_history_id
  const taskOf = async () => (await app.client.calls.get(id)).follow_up_task_id ?? ''
  const first = await taskOf()
  await send(app, { ...known, next_follow_up: '2026-03-09', next_follow_up_time: '14:30' })
  expect(await app.client.tasks.get(await taskOf())).toMatchObject({
    id: first,
    due_date: '2026-03-09',
    title: 'Follow up with +442079460958 at 14:30',
    description: 'At 14:30 (Europe/London).',
  })
  await app.client.tasks.update(first, { status: 'completed' })
  await send(app, { ...known, next_follow_up: '2026-03-09', next_follow_up_time: '14:30' })
  expect(await taskOf()).toBe(first)
  await send(app, { ...known, next_follow_up: '2026-03-20' })
  expect(await taskOf()).not.toBe(first)
  expect((await app.client.tasks.list()).data).toHaveLength(2)
  await app.drain()
})

test('a burst beyond the hourly limit of the key is taken in', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['write'], rateLimit: 3 })
  for (let n = 0; n < 6; n++) expect((await send(app, { notes: `${n}` }, key)).status).toBe(201)
})

test('what people put right stays when the dialer sends the call again', async () => {
  await using app = await startTestApp()
  const nadia = await app.client.contacts.create({ first_name: 'Nadia', email: 'n@x.example' })
  const rep = await app.newMember(app.owner.workspaceId, 'rep')
  const known = { external_call_id: 'CALL-1', recipient_number: '+442079460958' }
  const { body } = await send(app, { ...known, employee_id: app.owner.userId })
  const id = body.data.call_history_id
  await app.client.calls.update(id, { lead_id: nadia.id, employee_id: rep.userId })
  await send(app, { ...known, outcome: 'completed' })
  expect(await app.client.calls.get(id)).toMatchObject({
    lead_id: nadia.id,
    employee_id: rep.userId,
    outcome: 'completed',
  })
})
