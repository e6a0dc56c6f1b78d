import { expect, test } from 'vitest'
import { startChatService } from '../../../test/chat-service.ts'
import { answerOf } from '../../../test/evaluated-talks.ts'
import { currentOf, drainRetries, evaluatedEvents, makeTalk } from '../../../test/evaluations.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { openFakeModel } from '../../providers/llm/fake.ts'
import { openOpenAiCompatible } from '../../providers/llm/openai-compatible.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { resumeEvaluations, runEvaluation } from './run-evaluation.ts'

const anyRun = { signal: new AbortController().signal, attempt: 1 }

test('a model that fails for a moment is asked again, and its evaluation is announced once', async () => {
  await using service = await startChatService((_asked, call) =>
    call < 2 ? { status: 500, message: 'Overloaded' } : JSON.stringify(answerOf()),
  )
  const llm = openOpenAiCompatible({ baseUrl: service.baseUrl, model: 'small', attempts: 1 })
  try {
    await using app = await startTestApp({ llm })
    const id = await makeTalk(app)
    await app.drain()
    const [waiting] = (await app.client.evaluations.list(id)).data
    expect(waiting).toMatchObject({ status: 'processing', attempts: 1, is_current: false })
    await drainRetries(app)
    await drainRetries(app)
    expect(await currentOf(app, id)).toMatchObject({
      status: 'evaluated',
      attempts: 3,
      engine: { kind: 'llm', fallback_reason: null },
      outcome: 'follow_up_required',
    })
    expect(service.asked).toHaveLength(3)
    expect(await evaluatedEvents(app)).toHaveLength(1)
  } finally {
    await llm.close()
  }
})

test('a model that stays away is replaced by the built-in evaluator at last', async () => {
  const llm = openFakeModel(() => new ProviderError('fake model', true, 'It is away.'))
  await using app = await startTestApp({ llm })
  const id = await makeTalk(app)
  await app.drain()
  for (let round = 0; round < 3; round += 1) await drainRetries(app)
  expect(llm.asked).toHaveLength(4)
  expect(await currentOf(app, id)).toMatchObject({
    engine: { kind: 'built_in', fallback_reason: expect.stringContaining('It is away.') },
  })
})

test('evaluations of a workspace are made a few at a time, and each is handed on', async () => {
  let now = 0
  let most = 0
  const llm = openFakeModel(async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise((done) => setImmediate(done))
    now -= 1
    return answerOf()
  })
  await using app = await startTestApp({ llm })
  await app.client.evaluations.updateSettings({ max_concurrency: 1 })
  const ids: string[] = []
  for (let count = 0; count < 4; count += 1) ids.push(await makeTalk(app))
  await app.drain()
  expect(most).toBe(1)
  for (const id of ids) expect((await currentOf(app, id)).status).toBe('evaluated')
  expect(await evaluatedEvents(app)).toHaveLength(4)
})

test('beyond the limit an evaluation waits without a job until another one ends', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ max_concurrency: 1, is_automatic: false })
  const [first, second] = [await makeTalk(app), await makeTalk(app)]
  const busy = await app.client.evaluations.request(first, {})
  await app.db.pool.query(`update evaluation set status = 'processing', started_at = now()`)
  const waiting = await app.client.evaluations.request(second, {})
  await app.db.pool.query('delete from graphile_worker._private_jobs where key like $1', [
    `evaluate ${busy.id}`,
  ])
  await app.drain()
  expect((await app.client.evaluations.get(waiting.id)).status).toBe('pending')
  await app.client.evaluations.cancel(busy.id)
  await app.drain()
  expect((await app.client.evaluations.get(waiting.id)).status).toBe('evaluated')
})

test('a job that is repeated changes nothing that is finished, and begins nothing twice', async () => {
  await using app = await startTestApp()
  const conversationId = await makeTalk(app)
  await app.drain()
  const { id } = await currentOf(app, conversationId)
  const about = { workspaceId: app.owner.workspaceId, evaluationId: id }
  await Promise.all(
    [1, 2, 3].map((attempt) => runEvaluation(app.context, about, { ...anyRun, attempt })),
  )
  expect(await evaluatedEvents(app)).toHaveLength(1)
  // In progress somewhere: a second job of it leaves it alone.
  await app.db.pool.query(`update evaluation set status = 'processing', attempts = 1`)
  await runEvaluation(app.context, about, anyRun)
  expect(await app.client.evaluations.get(id)).toMatchObject({ status: 'processing', attempts: 1 })
})

test('one that cannot be stored keeps none of those that were made with it back', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ max_concurrency: 1, is_automatic: false })
  const ids: string[] = []
  for (let count = 0; count < 4; count += 1) ids.push(await makeTalk(app))
  const broken = ids[2] ?? ''
  await app.db.pool.query(
    `create function refuse() returns trigger language plpgsql as $$
     begin raise exception 'no room'; end $$;
     create trigger refuse before update on evaluation for each row
     when (new.status = 'evaluated' and new.conversation_id = '${broken}') execute function refuse()`,
  )
  for (const id of ids) await app.client.evaluations.request(id, {})
  await app.drain()
  for (const id of ids.filter((one) => one !== broken)) {
    expect(await currentOf(app, id)).toMatchObject({ status: 'evaluated', attempts: 1 })
  }
  const [waiting] = (await app.client.evaluations.list(broken)).data
  expect(waiting).toMatchObject({ status: 'processing', attempts: 1, score: null })
  await app.db.pool.query('drop trigger refuse on evaluation')
  await drainRetries(app)
  expect(await currentOf(app, broken)).toMatchObject({ status: 'evaluated', attempts: 2 })
  expect(await evaluatedEvents(app)).toHaveLength(4)
})

test('a cancellation while the model thinks wins', async () => {
  let cancel: () => Promise<unknown> = async () => {}
  const llm = openFakeModel(async () => {
    await cancel()
    return answerOf()
  })
  await using app = await startTestApp({ llm })
  const id = await makeTalk(app)
  cancel = async () => {
    const [first] = (await app.client.evaluations.list(id)).data
    await app.client.evaluations.cancel(first?.id ?? '')
  }
  await app.drain()
  const { data } = await app.client.evaluations.list(id)
  expect(data).toMatchObject([{ status: 'canceled', is_current: false, score: null }])
  expect(await evaluatedEvents(app)).toEqual([])
})

test('a failure of ours is told, is worth another try, and leaves the transcript alone', async () => {
  const llm = openFakeModel(() => new Error('A bug.'))
  await using app = await startTestApp({ llm })
  const id = await makeTalk(app)
  await app.drain()
  for (let round = 0; round < 3; round += 1) await drainRetries(app)
  const { data } = await app.client.evaluations.list(id)
  expect(data).toMatchObject([
    { status: 'failed', attempts: 4, failure: { code: 'internal', is_retriable: true } },
  ])
  expect((await app.client.transcripts.get(id, {})).segments).toHaveLength(6)
})

test('a transcript that went away fails its evaluation for good', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const id = await makeTalk(app)
  await app.drain()
  await app.client.evaluations.request(id, {})
  await app.db.pool.query('delete from transcript')
  await app.drain()
  const { data } = await app.client.evaluations.list(id)
  expect(data).toMatchObject([
    { status: 'failed', failure: { code: 'no_transcript', is_retriable: false } },
  ])
})

test('what lost its job goes on with the next sweep', async () => {
  await using app = await startTestApp()
  const ids = [await makeTalk(app), await makeTalk(app)]
  await app.client.evaluations.updateSettings({ is_automatic: false })
  await app.drain()
  for (const id of ids) await app.client.evaluations.request(id, {})
  await app.db.pool.query('delete from graphile_worker._private_jobs')
  await app.db.pool.query(
    `update evaluation set status = 'processing', attempts = 1, started_at = now() - interval '2 hours'
     where conversation_id = $1`,
    [ids[0]],
  )
  await resumeEvaluations(app.context)
  await app.drain()
  for (const id of ids) expect((await currentOf(app, id)).status).toBe('evaluated')
})

test('the newest that was asked for counts, also when an older one ends later', async () => {
  await using app = await startTestApp()
  await app.client.evaluations.updateSettings({ max_concurrency: 1 })
  const id = await makeTalk(app)
  await app.drain()
  const automatic = await currentOf(app, id)
  const older = await app.client.evaluations.request(id, {})
  const newer = await app.client.evaluations.request(id, {})
  await app.db.pool.query(
    `update evaluation set created_at = created_at + interval '1 hour' where id = $1`,
    [newer.id],
  )
  const about = { workspaceId: app.owner.workspaceId }
  await runEvaluation(app.context, { ...about, evaluationId: newer.id }, anyRun)
  expect((await currentOf(app, id)).id).toBe(newer.id)
  await runEvaluation(app.context, { ...about, evaluationId: older.id }, anyRun)
  expect((await currentOf(app, id)).id).toBe(newer.id)
  expect((await app.client.evaluations.get(automatic.id)).is_current).toBe(false)
  expect((await evaluatedEvents(app)).map(({ evaluation }) => evaluation)).toMatchObject([
    { id: automatic.id, is_current: true },
    { id: newer.id, is_current: true },
    { id: older.id, is_current: false },
  ])
})

test('a model looks for what a tracker describes in a sentence, and its passage becomes a signal', async () => {
  const llm = openFakeModel(({ system }) => {
    expect(system).toContain('{"tracker":1,"description":"Somebody says that their tool is slow"}')
    return answerOf({
      tracked: [
        { tracker: 1, confidence: 0.7, quote: { segment: 1, text: 'The old tool is slow' } },
        { tracker: 1, confidence: 0.9, quote: { segment: 1, text: 'we need it in purple by May' } },
        { tracker: 2, confidence: 0.9, quote: { segment: 5, text: 'Yes, next Tuesday works.' } },
      ],
    })
  })
  await using app = await startTestApp({ llm })
  const tracker = await app.client.signalTrackers.create({
    name: 'Slow tools',
    kind: 'pain',
    description: 'Somebody says that their tool is slow',
  })
  await app.client.signalTrackers.create({
    name: 'Asleep',
    description: 'Anything at all',
    active: false,
  })
  const conversationId = await makeTalk(app)
  await app.drain()
  const { data } = await app.client.signals.list({ conversation_id: conversationId })
  expect(data.filter(({ source }) => source === 'tracker')).toMatchObject([
    { kind: 'pain', tracker_id: tracker.id, confidence: 0.7, quote: 'The old tool is slow' },
  ])
})
