import { expect, test } from 'vitest'
import { startMediaApp } from '../../../test/media-jobs.ts'

test('a project is the workspace of the key', async () => {
  await using app = await startMediaApp()
  const own = { id: app.owner.workspaceId, isDeactivated: false }
  expect((await app.call('GET', '/v1/projects')).body).toMatchObject({ success: true, data: [own] })
  expect((await app.call('GET', '/v1/projects/by-api-key')).body.data).toMatchObject(own)
  const other = await app.newWorkspace()
  const theirs = await app.call('GET', '/v1/projects', { key: other.apiKey })
  expect(theirs.body.data).toMatchObject([{ id: other.workspaceId }])
})

test('numbers and the chart say what was done in a time', async () => {
  let now = new Date('2026-03-02T09:00:00Z')
  await using app = await startMediaApp({ now: () => now })
  await app.transcribe()
  await app.call('POST', '/v1/jobs/text-to-speech', { body: { text: 'Good morning to you.' } })
  const cancelled = await app.transcribe()
  await app.call('POST', `/v1/jobs/${cancelled}/cancel`)
  await app.drain()
  now = new Date(Date.now() + 60_000)
  const { body } = await app.call('GET', '/v1/projects/statistics/numbers')
  expect(body.data).toMatchObject({
    jobs: { total: 3, completed: 2, cancelled: 1, failed: 0, pending: 0 },
    byType: { TRANSCRIPTION: 2, TTS: 1 },
    transcribedMinutes: 0.03,
    calls: { total: 0, minutes: 0 },
  })
  const startPeriod = Date.now() - 3_600_000
  const chart = await app.call('GET', `/v1/projects/statistics/chart?startPeriod=${startPeriod}`)
  const { unit, points } = chart.body.data as { unit: string; points: { jobs: number }[] }
  expect(unit).toBe('hour')
  expect(points.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(3)
  expect(points.length).toBeLessThanOrEqual(3)
})

test('a period that ends before it begins, or of another project, is refused', async () => {
  await using app = await startMediaApp()
  const path = '/v1/projects/statistics/numbers'
  for (const query of ['startPeriod=5&endPeriod=5', 'startPeriod=soon', 'endPeriod=1e99']) {
    expect(await app.call('GET', `${path}?${query}`), query).toMatchObject({
      status: 400,
      body: { error: { code: 10_400 } },
    })
  }
  const other = await app.newWorkspace()
  expect(await app.call('GET', `${path}?projectId=${other.workspaceId}`)).toMatchObject({
    status: 404,
    body: { messageKey: 'ProjectNotFound' },
  })
})
