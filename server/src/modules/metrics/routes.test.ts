import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { saveTranscript } from '../conversations/index.ts'
import { emulatedMeeting, shownMeeting } from '../../providers/fathom/emulator-meetings.ts'

const settingsPath = '/functions/v1/settings/metrics'
const pathOf = (id: string) => `/functions/v1/api-v1-conversations/${id}/metrics`

const dialogue = [
  { speaker: 1, startMs: 0, endMs: 4_000, text: 'Hello Nadia, what is your biggest problem?' },
  { speaker: 2, startMs: 5_000, endMs: 9_000, text: 'The old tool is slow.' },
  { speaker: 1, startMs: 10_000, endMs: 12_000, text: 'I will send you a proposal. Goodbye.' },
]

type NewTranscript = Parameters<typeof saveTranscript>[2]

async function save(app: TestApp, conversationId: string, more: Partial<NewTranscript> = {}) {
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId: app.owner.workspaceId,
      conversationId,
      source: 'upload',
      language: 'en',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [
        { name: 'Ada', kind: 'rep' },
        { name: 'Nadia', kind: 'customer' },
      ],
      segments: dialogue,
      ...more,
    }),
  )
  await app.drain()
}

async function makeMeasured(app: TestApp): Promise<string> {
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  await save(app, id)
  return id
}

async function measuredEvents(app: TestApp): Promise<number> {
  const { rows } = await app.db.pool.query<{ count: number }>(
    `select count(*) as count from event where name = 'conversation.measured'`,
  )
  return rows[0]?.count ?? 0
}

test('metrics appear when a transcript does', async () => {
  await using app = await startTestApp()
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  expect(await app.call('GET', pathOf(id))).toMatchObject({
    status: 404,
    body: { code: 'METRICS_NOT_FOUND', error: expect.stringContaining('no transcript') },
  })
  await save(app, id)
  // Our 4 s and 2 s of 10 s of speech; the answer comes 1 s after the customer’s turn.
  expect(await app.client.metrics.get(id)).toMatchObject({
    conversation_id: id,
    language: 'en',
    monologue_seconds: 60,
    measures: {
      duration: { value: 12, unit: 'seconds', estimated: false, sample: 3 },
      rep_share: { value: 0.6, reason: null },
      patience: { value: 1, sample: 1 },
      open_question_count: { value: 1, position: 0 },
      next_step: { value: true, position: 2 },
      greeting: { value: true },
      close: { value: true },
    },
    speakers: [
      { speaker: 1, name: 'Ada', side: 'ours', talk_share: { value: 0.6 } },
      { speaker: 2, name: 'Nadia', side: 'theirs', talk_share: { value: 0.4 } },
    ],
    judgements: expect.arrayContaining([
      { metric: 'rep_share', target: { min: null, ideal: 0.43, max: 0.65 }, verdict: 'within' },
      { metric: 'patience', target: { min: 0.6, ideal: null, max: 1 }, verdict: 'within' },
      { metric: 'open_question_count', target: { min: 5, ideal: null, max: 15 }, verdict: 'below' },
    ]),
  })
  const { rows } = await app.db.pool.query('select * from conversation_metrics')
  expect(rows).toMatchObject([
    { rep_share: 0.6, patience_seconds: 1, question_count: 1, next_step: true, sentiment: -1 },
  ])
})

test('what Fathom sends is measured as far as beginnings of sentences allow', async () => {
  await using app = await startTestApp()
  const body = shownMeeting(emulatedMeeting(1), {
    transcript: true,
    summary: true,
    actionItems: true,
    crmMatches: true,
  })
  const sent = await app.call('POST', `/api/webhooks/fathom/${app.owner.userId}`, { body })
  await app.drain()
  const { measures } = await app.client.metrics.get(sent.body.results[0].callRecordId as string)
  expect(measures).toMatchObject({
    rep_share: { value: expect.any(Number), estimated: true },
    longest_monologue: { value: expect.any(Number), estimated: true },
    patience: { value: null, reason: 'no_end_times' },
    interruptions: { value: null, reason: 'no_end_times' },
    silence_share: { value: null, reason: 'no_end_times' },
  })
})

test('the latest transcript wins, and the same twice is told once', async () => {
  await using app = await startTestApp()
  const id = await makeMeasured(app)
  expect(await measuredEvents(app)).toBe(1)
  await save(app, id, { segments: dialogue.slice(0, 2) })
  const later = await app.client.metrics.get(id)
  expect(later.measures).toMatchObject({ rep_share: { value: 0.5 }, next_step: { value: false } })
  expect(await measuredEvents(app)).toBe(2)
  await app.client.transcripts.update(id, { speakers: [{ number: 2, kind: 'rep' }] })
  await app.drain()
  expect((await app.client.metrics.get(id)).measures.rep_share.value).toBe(1)
})

test('every kind of conversation is measured', async () => {
  await using app = await startTestApp()
  for (const kind of ['call', 'recording', 'agent_call']) {
    const { id } = await app.client.meetings.create({ title: kind })
    await app.db.pool.query('update conversation set kind = $2 where id = $1', [id, kind])
    await save(app, id)
    expect((await app.client.metrics.get(id)).measures.rep_share.value, kind).toBe(0.6)
  }
})

test('metrics go with their conversation', async () => {
  await using app = await startTestApp()
  const id = await makeMeasured(app)
  await app.client.meetings.delete(id)
  expect(await app.call('GET', pathOf(id))).toMatchObject({
    status: 404,
    body: { code: 'CONVERSATION_NOT_FOUND' },
  })
  await app.db.pool.query('delete from conversation where id = $1', [id])
  const { rows } = await app.db.pool.query('select from conversation_metrics')
  expect(rows).toEqual([])
})

test('others’ metrics do not exist: of another workspace, or of a colleague for a rep', async () => {
  await using app = await startTestApp()
  const id = await makeMeasured(app)
  const { workspaceId } = app.owner
  const { apiKey: foreign } = await app.newWorkspace()
  const rep = await app.newMember(workspaceId, 'rep')
  const repKey = await app.newKey({ workspaceId, userId: rep.userId, scopes: ['read'] })
  for (const key of [foreign, repKey]) {
    expect(await app.call('GET', pathOf(id), { key })).toMatchObject({
      status: 404,
      body: { code: 'CONVERSATION_NOT_FOUND' },
    })
  }
})

test('targets are changed by those who lead, one by one, and can be brought back', async () => {
  await using app = await startTestApp()
  const id = await makeMeasured(app)
  const verdict = async () => {
    const { judgements } = await app.client.metrics.get(id)
    return judgements.find(({ metric }) => metric === 'rep_share')?.verdict
  }
  expect((await app.client.metrics.getSettings()).targets.rep_share?.max).toBe(0.65)
  const { workspaceId } = app.owner
  const manager = await app.newMember(workspaceId, 'manager')
  const scopes = ['read', 'write'] as const
  const key = await app.newKey({ workspaceId, userId: manager.userId, scopes })
  await app.clientOf(key).metrics.updateSettings({ targets: { rep_share: { max: 0.5 } } })
  await app.clientOf(key).metrics.updateSettings({ targets: { silence_share: { max: 0.2 } } })
  expect(await verdict()).toBe('above')
  expect(await app.client.metrics.getSettings()).toMatchObject({
    updated_by: manager.userId,
    targets: { rep_share: { min: null, ideal: null, max: 0.5 }, silence_share: { max: 0.2 } },
  })
  await app.client.metrics.updateSettings({ targets: { rep_share: null } })
  expect(await verdict()).toBe('within')

  const rep = await app.newMember(workspaceId, 'rep')
  const repKey = await app.newKey({ workspaceId, userId: rep.userId, scopes })
  expect(await app.call('GET', settingsPath, { key: repKey })).toMatchObject({ status: 200 })
  const refused = await app.call('PATCH', settingsPath, {
    key: repKey,
    body: { monologue_seconds: 30 },
  })
  expect(refused).toMatchObject({ status: 403, body: { code: 'INSUFFICIENT_PERMISSIONS' } })
})

test('targets that contradict themselves or name no metric are refused', async () => {
  await using app = await startTestApp()
  const bodies = [
    {},
    { targets: { rep_share: { min: 0.7, max: 0.5 } } },
    { targets: { charm: { max: 1 } } },
    { targets: { next_step: { min: 1 } } },
    { monologue_seconds: 1 },
  ]
  for (const body of bodies) {
    expect(await app.call('PATCH', settingsPath, { body }), JSON.stringify(body)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR' },
    })
  }
})

test('another length of monologues measures conversations anew', async () => {
  await using app = await startTestApp()
  const long = { speaker: 1, startMs: 0, endMs: 45_000, text: 'Our company was founded long ago.' }
  const { id } = await app.client.meetings.create({ title: 'Pitch' })
  await save(app, id, { segments: [long] })
  expect((await app.client.metrics.get(id)).measures.monologue_count.value).toBe(0)
  await app.client.metrics.updateSettings({ monologue_seconds: 30 })
  await app.drain()
  expect(await app.client.metrics.get(id)).toMatchObject({
    monologue_seconds: 30,
    measures: { monologue_count: { value: 1, position: 0 } },
  })
})
