import { EvaluationContent } from '@parley/contract'
import { expect, test } from 'vitest'
import { currentOf, evaluatedEvents, makeTalk } from '../../../test/evaluations.ts'
import { upload } from '../../../test/recordings.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'
import { emulatedMeeting, shownMeeting } from '../../providers/fathom/emulator-meetings.ts'
import { openFake } from '../../providers/stt/fake.ts'
import { saveTranscript } from '../conversations/index.ts'

const settingsPath = '/functions/v1/settings/analysis'

async function keyOf(app: TestApp, role: 'manager' | 'rep') {
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, role)
  const scopes = role === 'rep' ? ['read', 'write'] : ['read', 'write', 'admin']
  return { userId, key: await app.newKey({ workspaceId, userId, scopes }) }
}

async function scorecardNamed(app: TestApp, builtIn: string): Promise<string> {
  const all = await app.client.scorecards.list()
  const found = all.find(({ built_in: name }) => name === builtIn)
  if (!found) throw new Error(`No scorecard ${builtIn}`)
  return found.id
}

test('a transcript that is ready is evaluated by itself, with evidence for what is claimed', async () => {
  await using app = await startTestApp()
  const id = await makeTalk(app)
  await app.drain()
  const evaluation = await currentOf(app, id)
  expect(evaluation).toMatchObject({
    conversation_id: id,
    status: 'evaluated',
    is_current: true,
    outcome: 'follow_up_required',
    has_next_step: true,
    objections: 1,
    engine: { kind: 'built_in', fallback_reason: null },
    requested_by: null,
    failure: null,
    original_content: null,
    corrections: [],
  })
  const content = EvaluationContent.parse(evaluation.content)
  const { segments } = await app.client.transcripts.get(id, {})
  const evidence = [
    content.next_steps,
    content.objections,
    content.signals.map((one) => ({ evidence: [one] })),
  ]
    .flat()
    .flatMap((claim) => claim.evidence)
  expect(evidence.length).toBeGreaterThan(2)
  for (const { quote, segment, start_ms: startMs } of evidence) {
    expect(segments[segment]?.text).toContain(quote)
    expect(segments[segment]?.start_ms).toBe(startMs)
  }
  const [told] = await evaluatedEvents(app)
  expect(told).toMatchObject({
    conversation: { id, kind: 'meeting' },
    evaluation: { id: evaluation.id, score: evaluation.score, corrected_by: null },
  })
})

test('a captured call, an upload and a Fathom meeting all go the same way', async () => {
  const lines = [
    { startMs: 0, endMs: 900, text: 'Shall we meet next Tuesday at 3?' },
    { startMs: 1_000, endMs: 1_900, text: 'Yes, Tuesday works.' },
  ]
  await using app = await startTestApp({ stt: openFake({ lines }) })
  const { workspaceId, userId } = app.owner
  const { data } = await app.client.calls.capture({
    company_id: workspaceId,
    external_call_id: 'C1',
    recipient_number: '+442079460958',
  })
  const call = data.call_history_id
  await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId,
      conversationId: call,
      source: 'speech',
      language: 'en',
      timing: 'segment',
      hasSpeakers: false,
      speakers: [{}],
      segments: lines.map((line) => ({ speaker: 1, ...line })),
    }),
  )
  const sent = await upload(app, makeWav({ seconds: 2, tones: [440] }))
  const body = shownMeeting(emulatedMeeting(1), {
    transcript: true,
    summary: true,
    actionItems: true,
    crmMatches: true,
  })
  const fathom = await app.call('POST', `/api/webhooks/fathom/${userId}`, { body })
  await app.drain()
  const ids = [call, sent.body.data.conversation_id, fathom.body.results[0].callRecordId as string]
  for (const id of ids) {
    expect(await currentOf(app, id), id).toMatchObject({ status: 'evaluated' })
  }
  expect((await evaluatedEvents(app)).map(({ conversation }) => conversation.id).sort()).toEqual(
    ids.sort(),
  )
})

test('the same transcript told again is evaluated once', async () => {
  await using app = await startTestApp()
  const id = await makeTalk(app)
  await app.drain()
  await app.client.transcripts.update(id, { speakers: [{ number: 2, kind: 'unknown' }] })
  await app.db.pool.query(
    `insert into event (workspace_id, id, name, subject_type, subject_id, payload)
     select workspace_id, uuidv7(), name, subject_type, subject_id, payload from event
     where name = 'transcript.generated'`,
  )
  await app.drain()
  expect((await app.client.evaluations.list(id)).count).toBe(1)
})

test('nothing is evaluated by itself where the workspace does not want it, or nothing was said', async () => {
  await using app = await startTestApp()
  const silent = await makeTalk(app, { transcript: { segments: [] } })
  await app.drain()
  expect((await app.client.evaluations.list(silent)).data).toEqual([])
  const refused = await app.call(
    'POST',
    `/functions/v1/api-v1-conversations/${silent}/evaluations`,
    { body: {} },
  )
  expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })

  await app.client.evaluations.updateSettings({ is_automatic: false })
  const id = await makeTalk(app)
  await app.drain()
  expect((await app.client.evaluations.list(id)).data).toEqual([])
})

test('another scorecard may be asked for, and the history is kept, newest first', async () => {
  await using app = await startTestApp()
  const id = await makeTalk(app)
  await app.drain()
  const first = await currentOf(app, id)
  const scorecardId = await scorecardNamed(app, 'bant')
  const asked = await app.client.evaluations.request(id, { scorecard_id: scorecardId })
  expect(asked).toMatchObject({
    status: 'pending',
    scorecard_id: scorecardId,
    requested_by: app.owner.userId,
  })
  await app.drain()
  const { data, count } = await app.client.evaluations.list(id)
  expect(count).toBe(2)
  expect(data.map(({ id: one, is_current }) => [one, is_current])).toEqual([
    [asked.id, true],
    [first.id, false],
  ])
  expect(data[0]).not.toHaveProperty('content')
  const page = await app.client.evaluations.list(id, { limit: 1, offset: 1 })
  expect(page.data.map((one) => one.id)).toEqual([first.id])
})

test('an evaluation that is over cannot be canceled', async () => {
  await using app = await startTestApp()
  const id = await makeTalk(app)
  await app.drain()
  const { id: evaluationId } = await currentOf(app, id)
  const path = `/functions/v1/evaluations/${evaluationId}/cancel`
  expect(await app.call('POST', path)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
})

test('a correction wins, is logged, and what was made is kept', async () => {
  await using app = await startTestApp()
  const { key, userId } = await keyOf(app, 'manager')
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const id = await makeTalk(app, { meeting: { owner_user_id: userId } })
  await app.drain()
  const scorecard = { scorecard_id: await scorecardNamed(app, 'bant') }
  await app.client.evaluations.request(id, scorecard)
  await app.drain()
  const made = await currentOf(app, id)
  const { evaluations } = app.clientOf(key)
  const corrected = await evaluations.correct(made.id, {
    outcome: 'closed_won',
    follow_up_date: '2026-06-01',
    criteria: { need: { answer: 0, comment: 'He only complained.' } },
    note: 'I was there.',
  })
  const need = corrected.content?.criteria.find((one) => one.key === 'need')
  expect(need).toMatchObject({ answer: 0, score: 0, comment: 'He only complained.' })
  expect(corrected).toMatchObject({
    outcome: 'closed_won',
    follow_up_date: '2026-06-01',
    is_corrected: true,
    original_content: made.content,
    content: {
      outcome: { value: 'closed_won', confidence: 1 },
      follow_up: { date: '2026-06-01', source: 'person' },
    },
  })
  // The mean by weight of what is left.
  const counted = (corrected.content?.criteria ?? []).filter(
    (one) => one.applies && one.weight > 0 && one.score !== null,
  )
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0)
  const points = counted.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0)
  expect(corrected.score).toBeCloseTo((100 * points) / weights, 1)

  const last = await evaluations.correct(made.id, { score: 42 })
  expect(last).toMatchObject({ score: 42, content: { score: 42 }, original_content: made.content })
  expect(last.corrections.map(({ field }) => field).sort()).toEqual([
    'criteria.need',
    'follow_up_date',
    'outcome',
    'score',
    'score',
  ])
  expect(last.corrections[0]).toMatchObject({ field: 'score', after: 42, corrected_by: userId })
  expect(last.corrections.at(-1)).toMatchObject({ note: 'I was there.' })
  await app.drain()
  const events = await evaluatedEvents(app)
  expect(events.map(({ evaluation }) => evaluation.score)).toEqual([
    made.score,
    corrected.score,
    42,
  ])
  // The same again changes nothing and is not told.
  await evaluations.correct(made.id, { score: 42 })
  expect(await evaluatedEvents(app)).toHaveLength(3)
})

test('what people corrected stays when the conversation is evaluated anew', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const { key, userId } = await keyOf(app, 'manager')
  const id = await makeTalk(app, { meeting: { owner_user_id: userId } })
  const evaluateWith = async (builtIn: string) => {
    await app.client.evaluations.request(id, { scorecard_id: await scorecardNamed(app, builtIn) })
    await app.drain()
    return currentOf(app, id)
  }
  const made = await evaluateWith('bant')
  const { evaluations } = app.clientOf(key)
  const corrected = await evaluations.correct(made.id, {
    outcome: 'closed_won',
    follow_up_date: null,
    criteria: { need: { answer: 0, comment: 'He only complained.' } },
    note: 'I was there.',
  })
  const again = await evaluateWith('bant')
  expect(again).toMatchObject({
    outcome: 'closed_won',
    follow_up_date: null,
    score: corrected.score,
    is_corrected: true,
    original_content: made.content,
  })
  expect(again.content).toEqual(corrected.content)
  expect(again.corrections.map(({ field }) => field).sort()).toEqual([
    'criteria.need',
    'follow_up_date',
    'outcome',
    'score',
  ])
  for (const one of again.corrections) {
    expect(one).toMatchObject({ corrected_by: userId, note: 'I was there.' })
  }
  // Another scorecard has scores of its own; what the talk came to is the same.
  const other = await evaluateWith('spiced')
  expect(other.corrections.map(({ field }) => field).sort()).toEqual(['follow_up_date', 'outcome'])
  expect(other).toMatchObject({ outcome: 'closed_won', score: other.original_content?.score })
  // An overall score that somebody gives, and the last word about the outcome, last as well.
  await evaluations.correct(other.id, { outcome: 'closed_lost' })
  await evaluations.correct(again.id, { score: 12 })
  expect(await evaluateWith('bant')).toMatchObject({ outcome: 'closed_lost', score: 12 })
  await app.client.evaluations.startBulk({})
  await app.drain()
  expect((await currentOf(app, id)).outcome).toBe('closed_lost')
})

test('corrections that make no sense are refused, and so are those of a rep', async () => {
  await using app = await startTestApp()
  const { key, userId } = await keyOf(app, 'rep')
  const id = await makeTalk(app, { meeting: { owner_user_id: userId } })
  await app.drain()
  const { id: evaluationId } = await currentOf(app, id)
  const path = `/functions/v1/evaluations/${evaluationId}`
  const bodies = [
    {},
    { note: 'Only that.' },
    { outcome: 'sold' },
    { score: 101 },
    { criteria: { nothing_of_the_kind: { answer: true } } },
    { follow_up_date: '2026-02-31' },
    { verdict: 'good' },
  ]
  for (const body of bodies) {
    expect(await app.call('PATCH', path, { body }), JSON.stringify(body)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR' },
    })
  }
  const byRep = await app.call('PATCH', path, { key, body: { score: 100 } })
  expect(byRep).toMatchObject({ status: 403, body: { code: 'INSUFFICIENT_PERMISSIONS' } })
  expect(await app.call('GET', path, { key })).toMatchObject({ status: 200 })
})

test('evaluations of others do not exist: of another workspace, or of a colleague for a rep', async () => {
  await using app = await startTestApp()
  const id = await makeTalk(app)
  await app.drain()
  const { id: evaluationId } = await currentOf(app, id)
  const { apiKey: foreign } = await app.newWorkspace()
  const { key: rep } = await keyOf(app, 'rep')
  const paths = [
    ['GET', `/functions/v1/evaluations/${evaluationId}`],
    ['PATCH', `/functions/v1/evaluations/${evaluationId}`, { score: 1 }],
    ['POST', `/functions/v1/evaluations/${evaluationId}/cancel`],
    ['GET', `/functions/v1/api-v1-conversations/${id}/evaluations`],
    ['POST', `/functions/v1/api-v1-conversations/${id}/evaluations`, {}],
    ['POST', `/functions/v1/api-v1-conversations/${id}/effects/undo`, {}],
  ] as const
  for (const key of [foreign, rep]) {
    for (const [method, path, body] of paths) {
      expect(await app.call(method, path, { key, body }), path).toMatchObject({ status: 404 })
    }
  }
})

test('settings are changed by those who lead, field by field', async () => {
  await using app = await startTestApp()
  expect(await app.client.evaluations.getSettings()).toEqual({
    is_automatic: true,
    max_concurrency: 2,
    log_activity: true,
    create_task: true,
    set_last_contact: true,
    updated_by: null,
    updated_at: null,
  })
  const { key, userId } = await keyOf(app, 'manager')
  await app.clientOf(key).evaluations.updateSettings({ create_task: false })
  await app.clientOf(key).evaluations.updateSettings({ max_concurrency: 5 })
  expect(await app.client.evaluations.getSettings()).toMatchObject({
    create_task: false,
    max_concurrency: 5,
    updated_by: userId,
  })
  const { key: rep } = await keyOf(app, 'rep')
  const body = { is_automatic: false }
  expect(await app.call('PATCH', settingsPath, { key: rep, body })).toMatchObject({ status: 403 })
  for (const wrong of [{}, { max_concurrency: 0 }, { colour: 'red' }]) {
    expect(await app.call('PATCH', settingsPath, { body: wrong })).toMatchObject({ status: 400 })
  }
})
