import type { FoundSignal, Signal } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { saveTranscript } from '../conversations/index.ts'
import { saveSignals } from './index.ts'

const path = '/functions/v1/signals'
const trackerPath = '/functions/v1/signal-trackers'

const lines = [
  'What does it cost? That is a lot.',
  'We also talk to Lumen about this.',
  'My number is 0612-345678, call me.',
]

const segments = lines.map((text, position) => ({
  position,
  speaker: (position % 2) + 1,
  startMs: position * 5_000,
  endMs: position * 5_000 + 4_000,
  text,
}))

const pricing: Signal = {
  kind: 'pricing',
  objection_type: null,
  quote: 'What does it cost?',
  segment: 0,
  start_ms: 0,
  speaker: 1,
  confidence: 0.75,
  source: 'built_in',
}
const risk: Signal = { ...pricing, kind: 'risk', quote: 'That is a lot.', confidence: 0.6 }

/** Of which nothing is found but by these tests. */
async function makeConversation(app: TestApp): Promise<string> {
  const { workspaceId } = app.owner
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId,
      conversationId: id,
      source: 'upload',
      language: 'en',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [
        { name: 'Nadia', kind: 'customer' },
        { name: 'Ada', kind: 'rep' },
      ],
      segments,
    }),
  )
  return id
}

function save(app: TestApp, conversationId: string, signals: readonly Signal[] = [pricing]) {
  const { workspaceId } = app.owner
  return app.db.transaction((tx) =>
    saveSignals(tx, app.context, workspaceId, [{ conversationId, signals, segments }]),
  )
}

async function list(app: TestApp, query = ''): Promise<FoundSignal[]> {
  return (await app.call('GET', `${path}${query}`)).body.data as FoundSignal[]
}

async function events(app: TestApp) {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    `select name, payload from event where subject_type = 'signal' order by seq`,
  )
  return rows.map(({ name, payload }) => ({
    name,
    ...(JSON.parse(payload) as { signal: FoundSignal; conversation: { id: string } }),
  }))
}

test('a signal is announced once, however often it is found', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  await save(app, id, [pricing, risk])
  await save(app, id, [pricing, risk])
  await app.drain()
  const found = await list(app)
  expect(found).toHaveLength(2)
  expect(found.find(({ kind }) => kind === 'pricing')).toMatchObject({
    quote: 'What does it cost?',
    speaker_name: 'Nadia',
    status: 'detected',
    conversation: { id, kind: 'meeting', title: 'Discovery', owner_id: app.owner.userId },
  })
  const told = await events(app)
  expect(told.map(({ name }) => name)).toEqual(['signal.detected', 'signal.detected'])
  expect(told[0]).toMatchObject({ conversation: { id }, signal: { speaker_name: 'Nadia' } })
})

test('what somebody decided stays, and what is not found again goes', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  await save(app, id, [pricing, risk])
  const [one] = await list(app, '?kind=pricing')
  const confirmed = await app.call('POST', `${path}/${one?.id}/confirm`)
  expect(confirmed.body.data).toMatchObject({
    status: 'confirmed',
    decided_by: app.owner.userId,
  })
  expect((await app.call('POST', `${path}/${one?.id}/confirm`)).status).toBe(200)
  // The same passage, quoted a little differently, is the same matter.
  await save(app, id, [{ ...pricing, quote: 'What does it cost? That is a lot.', source: 'llm' }])
  expect(await list(app)).toMatchObject([{ id: one?.id, status: 'confirmed' }])
  expect((await app.call('POST', `${path}/${one?.id}/dismiss`)).body.data).toMatchObject({
    status: 'dismissed',
  })
  await app.drain()
  expect((await events(app)).map(({ name }) => name)).toEqual([
    'signal.detected',
    'signal.detected',
    'signal.confirmed',
    'signal.dismissed',
  ])
})

test('people add what they heard, with the words as evidence, and it stays', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  await save(app, id, [pricing])
  const add = (body: object, key = app.owner.apiKey) =>
    app.call('POST', `/functions/v1/api-v1-conversations/${id}/signals`, { key, body })
  const heard = { kind: 'competitor', quote: 'talk to  LUMEN' }
  const made = await add(heard)
  expect(made).toMatchObject({
    status: 201,
    body: {
      data: {
        ...heard,
        segment: 1,
        start_ms: 5_000,
        speaker: 2,
        confidence: 1,
        source: 'person',
        status: 'confirmed',
        decided_by: app.owner.userId,
        conversation: { id },
      },
    },
  })
  expect((await add({ ...heard, segment: 1 })).body.data.id).toBe(made.body.data.id)
  // What was found there already is confirmed, and stays what it was.
  const known = await add({ kind: 'pricing', quote: pricing.quote })
  expect(known.body.data).toMatchObject({ source: 'built_in', status: 'confirmed' })
  await save(app, id, [])
  expect((await list(app)).map(({ kind }) => kind).toSorted()).toEqual(['competitor', 'pricing'])
  expect((await events(app)).map(({ name }) => name)).toEqual([
    'signal.detected',
    'signal.confirmed',
    'signal.confirmed',
  ])
})

test.each([
  [{ quote: 'call me' }, 'kind'],
  [{ kind: 'No Word', quote: 'call me' }, 'kind'],
  [{ kind: 'risk' }, 'quote'],
  [{ kind: 'risk', quote: 'never said' }, 'quote'],
  [{ kind: 'risk', quote: 'call me', segment: 0 }, 'quote'],
  [{ kind: 'risk', quote: 'call me', segment: 3 }, 'segment'],
  [{ kind: 'objection', quote: 'call me', objection_type: 'weather' }, 'objection_type'],
])('a signal like %j is refused for its %s', async (body, field) => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  const path = `/functions/v1/api-v1-conversations/${id}/signals`
  const reply = await app.call('POST', path, { body })
  expect(reply).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
  expect(JSON.stringify(reply.body)).toContain(field)
})

test('nobody adds signals to conversations they do not see', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  const add = (key: string) =>
    app.call('POST', `/functions/v1/api-v1-conversations/${id}/signals`, {
      key,
      body: { kind: 'risk', quote: 'call me' },
    })
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const rep = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const reader = await app.newKey({ workspaceId, userId: app.owner.userId, scopes: ['read'] })
  const other = await app.newWorkspace()
  const statuses = [await add(rep), await add(reader), await add(other.apiKey)]
  expect(statuses.map(({ status }) => status)).toEqual([404, 403, 404])
  expect(await list(app)).toEqual([])
})

test('trackers find phrases and patterns, in the quote and with their own kind', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  const made = await app.call('POST', trackerPath, {
    body: { name: 'Rivals', kind: 'rival', phrases: ['lumen'], patterns: [] },
  })
  expect(made).toMatchObject({ status: 201, body: { data: { kind: 'rival', active: true } } })
  const trackerId = made.body.data.id as string
  const numbers = { name: 'Numbers', patterns: [String.raw`\d{4}-\d{6}`] }
  await app.call('POST', trackerPath, { body: numbers })
  await app.call('POST', trackerPath, {
    body: { name: 'Asleep', phrases: ['call me'], active: false },
  })
  await save(app, id, [])
  expect(await list(app, `?tracker_id=${trackerId}`)).toMatchObject([
    {
      kind: 'rival',
      tracker_name: 'Rivals',
      source: 'tracker',
      quote: 'We also talk to Lumen about this.',
      segment: 1,
      start_ms: 5_000,
      speaker_name: 'Ada',
    },
  ])
  expect(await list(app, '?kind=custom')).toMatchObject([{ tracker_name: 'Numbers', segment: 2 }])

  expect((await app.call('DELETE', `${trackerPath}/${trackerId}`)).status).toBe(200)
  expect(await list(app, '?kind=rival')).toMatchObject([{ tracker_id: null, tracker_name: null }])
})

test('a tracker keeps a name of its own and changes field by field', async () => {
  await using app = await startTestApp()
  const body = { name: 'Rivals', phrases: ['lumen'], description: 'Other suppliers.' }
  const { id } = (await app.call('POST', trackerPath, { body })).body.data as { id: string }
  expect(await app.call('POST', trackerPath, { body: { ...body, name: 'RIVALS' } })).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_NAME' },
  })
  const one = `${trackerPath}/${id}`
  expect((await app.call('PATCH', one, { body: { active: false } })).body.data).toMatchObject({
    ...body,
    active: false,
  })
  expect((await app.call('PATCH', one, { body: { description: null } })).body.data).toMatchObject({
    description: null,
    phrases: ['lumen'],
  })
  expect((await app.call('GET', trackerPath)).body.data).toHaveLength(1)
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const key = await app.newKey({
    workspaceId: app.owner.workspaceId,
    userId,
    scopes: ['read', 'write', 'delete'],
  })
  expect((await app.call('PATCH', one, { key, body: { active: true } })).status).toBe(403)
  expect((await app.call('GET', one, { key })).status).toBe(200)
})

test.each([{}, { phrases: [], patterns: [], description: null }, { description: '  ' }])(
  'a tracker of %j, which would look for nothing, is refused',
  async (body) => {
    await using app = await startTestApp()
    const reply = await app.call('POST', trackerPath, { body: { name: 'Nothing', ...body } })
    expect(reply).toMatchObject({
      status: 400,
      body: {
        code: 'VALIDATION_ERROR',
        error: 'A tracker needs phrases, patterns or a description to look for.',
        details: { field: 'phrases' },
      },
    })
    expect((await app.call('GET', trackerPath)).body.data).toEqual([])
  },
)

test('no change leaves a tracker with nothing to look for', async () => {
  await using app = await startTestApp()
  const body = { name: 'Rivals', phrases: ['lumen'], patterns: ['lu(m|n)en'] }
  const { id } = (await app.call('POST', trackerPath, { body })).body.data as { id: string }
  const change = (changes: object) => app.call('PATCH', `${trackerPath}/${id}`, { body: changes })
  expect((await change({ phrases: [] })).status).toBe(200)
  const refused = { status: 400, body: { code: 'VALIDATION_ERROR' } }
  expect(await change({ patterns: [] })).toMatchObject(refused)
  expect(await change({ patterns: [], description: ' ' })).toMatchObject(refused)
  expect((await change({ patterns: [], description: 'Other suppliers.' })).status).toBe(200)
  expect(await change({ description: null })).toMatchObject(refused)
  expect((await change({ name: 'Others', active: false })).body.data).toMatchObject({
    name: 'Others',
    phrases: [],
    patterns: [],
    description: 'Other suppliers.',
  })
})

test('a tracker from before that looks for nothing can be switched off', async () => {
  await using app = await startTestApp()
  const body = { name: 'Rivals', phrases: ['lumen'] }
  const { id } = (await app.call('POST', trackerPath, { body })).body.data as { id: string }
  await app.db.pool.query(`update signal_tracker set phrases = '[]'`)
  const change = (changes: object) => app.call('PATCH', `${trackerPath}/${id}`, { body: changes })
  expect((await change({ active: false })).body.data).toMatchObject({ active: false, phrases: [] })
  expect((await change({ patterns: [] })).status).toBe(400)
})

test('a tracker is tried on a conversation without keeping anything', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  const tried = await app.call('POST', `${trackerPath}/test`, {
    body: { conversation_id: id, phrases: ['Call me'], patterns: ['lu(m|n)en', 'x*'] },
  })
  expect(tried.body.data).toMatchObject({
    complete: true,
    segments: 3,
    findings: [
      { found_by: 'pattern', expression: 'lu(m|n)en', segment: 1, start_ms: 5_000, speaker: 2 },
      { found_by: 'phrase', expression: 'Call me', segment: 2 },
    ],
  })
  expect(await list(app)).toEqual([])
})

test.each([
  ['(a)\\1', 'patterns.0'],
  ['(?=a)b', 'patterns.0'],
  ['(unclosed', 'patterns.0'],
  ['((a{50}){50}){50}', 'patterns.0'],
])('the pattern %s is refused with the reason', async (pattern, field) => {
  await using app = await startTestApp()
  const reply = await app.call('POST', trackerPath, {
    body: { name: 'Hostile', patterns: [pattern] },
  })
  expect(reply).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_ERROR', details: { field } },
  })
})

test('patterns that other engines choke on are over in a moment, on 10,000 segments', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  const evil = ['(a+)+$', '(a|aa)+$', '(.*)*b$']
  await app.call('POST', trackerPath, { body: { name: 'Evil', patterns: evil } })
  const many = Array.from({ length: 10_000 }, (_, position) => ({
    position,
    speaker: 1,
    startMs: position * 1_000,
    text: position === 9_999 ? `${'a'.repeat(5_000)}!` : 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
  }))
  const began = performance.now()
  const { workspaceId } = app.owner
  await app.db.transaction((tx) =>
    saveSignals(tx, app.context, workspaceId, [
      { conversationId: id, signals: [], segments: many },
    ]),
  )
  // The budget is 2 s; what is left is room for a slow machine.
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('reps see the signals of their own conversations, and decide on no others', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const id = await makeConversation(app)
  await save(app, id)
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const [signal] = await list(app)
  expect((await app.call('GET', path, { key })).body.data).toEqual([])
  expect((await app.call('POST', `${path}/${signal?.id}/confirm`, { key })).status).toBe(404)
  const body = { conversation_id: id, phrases: ['lumen'] }
  expect((await app.call('POST', `${trackerPath}/test`, { key, body })).status).toBe(404)
})

test('signals are filtered, counted and paged', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  await save(app, id, [pricing, risk, { ...risk, segment: 1, quote: 'We also talk' }])
  const first = await app.call('GET', `${path}?limit=2`)
  expect(first.body).toMatchObject({ count: 3, pagination: { hasMore: true } })
  const cursor = first.body.pagination.nextCursor as string
  const second = await app.call('GET', `${path}?limit=2&cursor=${cursor}`)
  expect(second.body.data).toHaveLength(1)
  expect(second.body.pagination.nextCursor).toBeNull()
  const count = async (query: string) => (await list(app, query)).length
  expect(await count('?kind=risk')).toBe(2)
  expect(await count('?status=confirmed')).toBe(0)
  expect(await count(`?conversation_id=${id}&owner_id=${app.owner.userId}`)).toBe(3)
  expect(await count('?until=2020-01-01')).toBe(0)
  expect(await count('?since=2020-01-01&count=estimated')).toBe(3)
  expect((await app.call('GET', `${path}?status=maybe`)).status).toBe(400)
})

test('a quote as long as a book is kept as its beginning', async () => {
  await using app = await startTestApp()
  const id = await makeConversation(app)
  await save(app, id, [{ ...pricing, quote: '値'.repeat(20_000) }])
  expect((await list(app))[0]?.quote).toHaveLength(500)
})
