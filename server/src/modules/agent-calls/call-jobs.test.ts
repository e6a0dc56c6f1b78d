import { expect, test } from 'vitest'
import { beginCall, finishCall, holdTalk } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { findCallJob, searchCallJobs } from './call-jobs.ts'

const principalOf = ({ owner }: TestApp) => ({
  workspaceId: owner.workspaceId,
  userId: owner.userId,
  keyId: undefined,
  role: 'owner' as const,
  scopes: new Set(['admin']),
  seesAllRows: true,
})

test('a call is a job of the same id', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app, { params: { order: 'A-1' } })
  const find = () => findCallJob(app.context, principalOf(app), call.callId)
  expect(await find()).toMatchObject({
    id: call.callId,
    type: 'VOICE_AGENTS',
    status: 'PENDING',
    jobResponse: null,
    completedAt: null,
  })
  await finishCall(app, call, { status: 'FAILED', endReason: 'busy' })
  expect(await find()).toMatchObject({
    status: 'FAILED',
    progress: 100,
    failure: { code: 'busy' },
    jobResponse: { outcomeResult: { order: 'A-1' }, transcription: [] },
  })
  const elsewhere = { ...principalOf(app), workspaceId: (await app.newWorkspace()).workspaceId }
  expect(await findCallJob(app.context, elsewhere, call.callId)).toBeUndefined()
  expect(await findCallJob(app.context, principalOf(app), 'not-an-id')).toBeUndefined()
})

test('calls are listed among jobs, by status and in pages', async () => {
  await using app = await startTestApp()
  const done = await holdTalk(app)
  const live = await beginCall(app)
  const search = async (asked: object) => {
    const found = await searchCallJobs(app.context, principalOf(app), {
      take: 10,
      skip: 1,
      ...asked,
    })
    return { ...found, jobs: found.jobs.map(({ id }) => id) }
  }
  const ids = [live.callId, done.callId]
  expect(await search({})).toEqual({ total: 2, filtered: 2, jobs: ids })
  expect(await search({ status: 'COMPLETED' })).toEqual({
    total: 2,
    filtered: 1,
    jobs: [done.callId],
  })
  expect((await search({ take: 1, skip: 2 })).jobs).toEqual([done.callId])
  const sort = { field: 'createdAt', direction: 'asc' as const }
  expect((await search({ sort })).jobs).toEqual(ids.reverse())
})
