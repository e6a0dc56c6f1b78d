import type { ListedJob } from '@parley/contract'
import { expect, test } from 'vitest'
import { openFakeVoice } from '../../providers/tts/fake.ts'
import { startMediaApp } from '../../../test/media-jobs.ts'

type Listed = { total: number; filtered: number; jobs: ListedJob[] }

test('jobs are listed by page, newest first, and found by title, status and type', async () => {
  await using app = await startMediaApp()
  const list = async (body: object): Promise<Listed> =>
    (await app.call('POST', '/v1/jobs/all', { body })).body.data
  for (const title of ['Alpha', 'Beta 100%', 'Gamma']) await app.transcribe({ title })
  await app.call('POST', '/v1/jobs/text-to-speech', { body: { text: 'Alpha is said.' } })
  expect((await list({})).jobs.map(({ title }) => title)).toEqual([
    'Alpha is said.',
    'Gamma',
    'Beta 100%',
    'Alpha',
  ])
  expect(await list({ take: 3, skip: 2 })).toMatchObject({
    total: 4,
    filtered: 4,
    jobs: [{ title: 'Alpha' }],
  })
  expect(await list({ search: 'ALPHA', type: 'TRANSCRIPTION' })).toMatchObject({
    total: 4,
    filtered: 1,
    jobs: [{ title: 'Alpha', attributes: { model: 'Hamsa-General-V2.0' } }],
  })
  expect((await list({ search: '100%' })).filtered).toBe(1)
  const sort = { field: 'title', direction: 'ASC' }
  expect((await list({ sort })).jobs[0]?.title).toBe('Alpha')
  await app.drain()
  expect((await list({ status: 'COMPLETED' })).filtered).toBe(4)
  expect((await list({ status: 'FAILED' })).filtered).toBe(0)
})

test('the second version of the door makes the same job', async () => {
  await using app = await startMediaApp()
  const body = {
    type: 'TRANSCRIPTION',
    apiKey: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f81',
    mediaUrl: app.media.url,
    title: 'Second',
    language: 'en',
    futureField: { anything: true },
  }
  const reply = await app.call('POST', '/v2/jobs', { body })
  expect(reply).toMatchObject({
    status: 200,
    body: { success: true, messageKey: 'OPERATION_SUCCESSFUL' },
  })
  expect(await app.job(reply.body.data.jobId)).toMatchObject({ title: 'Second', fromLng: 'en' })
})

test('every scheme of authorization is taken, and none is refused in the envelope', async () => {
  await using app = await startMediaApp()
  const id = await app.transcribe()
  const ask = (headers: Record<string, string>) =>
    app.call('GET', `/v1/jobs?jobId=${id}`, { key: null, headers })
  const { apiKey } = app.owner
  for (const headers of [
    { authorization: `Token ${apiKey}` },
    { authorization: `Bearer ${apiKey}` },
    { 'X-Api-Key': apiKey },
  ]) {
    expect(await ask(headers)).toMatchObject({ status: 200, body: { success: true, data: { id } } })
  }
  expect(await ask({})).toMatchObject({ status: 401, body: { success: false } })
})

test('another workspace’s jobs are not there, whatever is asked of them', async () => {
  await using app = await startMediaApp()
  const id = await app.transcribe()
  const { apiKey: key } = await app.newWorkspace()
  for (const [method, path] of [
    ['GET', `/v1/jobs?jobId=${id}`],
    ['POST', `/v1/jobs/${id}/cancel`],
    ['POST', `/v1/jobs/${id}/retry`],
    ['DELETE', `/v1/jobs/${id}`],
  ] as const) {
    expect(await app.call(method, path, { key }), path).toMatchObject({
      status: 404,
      body: { success: false, error: { code: 10_404 }, messageKey: 'JobNotFound' },
    })
  }
  const { body } = await app.call('POST', '/v1/jobs/all', { key, body: {} })
  expect(body.data).toEqual({ total: 0, filtered: 0, jobs: [] })
  const theirs = `/v1/jobs/all?projectId=${app.owner.workspaceId}`
  expect((await app.call('POST', theirs, { key, body: {} })).status).toBe(404)
  expect(await app.job(id)).toMatchObject({ status: 'PENDING' })
})

test('a key without admin sees the jobs of its own person alone', async () => {
  await using app = await startMediaApp()
  const id = await app.transcribe()
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const key = await app.newKey({
    workspaceId: app.owner.workspaceId,
    userId,
    scopes: ['read', 'write'],
  })
  expect((await app.call('GET', `/v1/jobs?jobId=${id}`, { key })).status).toBe(404)
  const body = { mediaUrl: app.media.url }
  const own = await app.call('POST', '/v1/jobs/transcribe', { key, body })
  expect(own.status).toBe(200)
  const list = await app.call('POST', '/v1/jobs/all', { key, body: {} })
  expect(list.body.data.jobs).toMatchObject([{ id: own.body.data.jobId, createdBy: userId }])
})

test.each([
  ['POST', '/v1/jobs/transcribe', {}, 'mediaUrl'],
  ['POST', '/v1/jobs/transcribe', { mediaUrl: 'not an address' }, 'mediaUrl'],
  ['POST', '/v1/jobs/transcribe', { mediaUrl: 7 }, 'mediaUrl'],
  ['POST', '/v1/jobs/transcribe', { mediaUrl: 'https://a.example', language: '??' }, 'language'],
  [
    'POST',
    '/v1/jobs/transcribe',
    { mediaUrl: 'https://a.example', srtOptions: { maxCharsPerLine: 'many' } },
    'srtOptions',
  ],
  ['POST', '/v2/jobs', { type: 'DANCE', mediaUrl: 'https://a.example' }, 'type'],
  ['POST', '/v1/jobs/all', { take: 1_000 }, 'take'],
  ['POST', '/v1/jobs/all', { sort: { field: 'password' } }, 'field'],
  ['GET', '/v1/jobs', undefined, 'jobId'],
  ['GET', '/v1/jobs?jobId=1%27%20or%201=1', undefined, 'jobId'],
])('%s %s with %j is refused for its %s', async (method, path, body, field) => {
  await using app = await startMediaApp()
  const reply = await app.call(method, path, { body })
  expect(reply).toMatchObject({ status: 400, body: { success: false, error: { code: 10_400 } } })
  expect(JSON.stringify(reply.body.error)).toContain(field)
})

test('job ends are events of the workspace', async () => {
  await using app = await startMediaApp({ tts: openFakeVoice() })
  const id = await app.transcribe({ title: 'Talk' })
  await app.drain()
  const { rows } = await app.db.pool.query(
    `select name, payload from event where subject_type = 'job'`,
  )
  expect(rows.map(({ name }) => name as string)).toEqual(['job.completed'])
  expect(JSON.parse(rows[0].payload as string)).toMatchObject({
    job: { id, type: 'TRANSCRIPTION', status: 'COMPLETED', title: 'Talk', failure: null },
  })
})
