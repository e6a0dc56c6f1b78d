import { expect, test } from 'vitest'
import { beginCall, finishCall, holdTalk } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const job = (app: TestApp, id: string, key = app.owner.apiKey) =>
  app.call('GET', `/v1/jobs?jobId=${id}`, { key })

test('a call is a job of the same id', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app, { params: { order: 'A-1' } })
  expect((await job(app, call.callId)).body.data).toMatchObject({
    id: call.callId,
    type: 'VOICE_AGENTS',
    status: 'PENDING',
    jobResponse: null,
    completedAt: null,
  })
  await finishCall(app, call, { status: 'FAILED', endReason: 'busy' })
  expect((await job(app, call.callId)).body.data).toMatchObject({
    status: 'FAILED',
    progress: 100,
    failure: { code: 'busy' },
    jobResponse: { outcomeResult: { order: 'A-1' }, transcription: [] },
  })
  const { apiKey } = await app.newWorkspace()
  expect((await job(app, call.callId, apiKey)).status).toBe(404)
  expect((await job(app, app.context.newId())).status).toBe(404)
})

test('calls are listed among jobs, by status and in pages', async () => {
  await using app = await startTestApp()
  const done = await holdTalk(app)
  const live = await beginCall(app)
  const search = async (asked: object) => {
    const path = `/v1/jobs/all?projectId=${app.owner.workspaceId}`
    const { body } = await app.call('POST', path, { body: { type: 'VOICE_AGENTS', ...asked } })
    const { jobs, ...counts } = body.data as { jobs: { id: string }[]; total: number }
    return { ...counts, jobs: jobs.map(({ id }) => id) }
  }
  const both = [live.callId, done.callId]
  expect(await search({})).toEqual({ total: 2, filtered: 2, jobs: both })
  expect(await search({ status: 'COMPLETED' })).toEqual({
    total: 2,
    filtered: 1,
    jobs: [done.callId],
  })
  expect((await search({ take: 1, skip: 2 })).jobs).toEqual([done.callId])
  const sort = { field: 'createdAt', direction: 'asc' }
  expect((await search({ sort })).jobs).toEqual(both.toReversed())
})
