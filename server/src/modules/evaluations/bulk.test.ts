import { expect, test } from 'vitest'
import { currentOf, makeTalk } from '../../../test/evaluations.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/bulk-evaluations'

/** Talks that nobody asked an evaluation of. */
async function makeTalks(app: TestApp, days: readonly string[]): Promise<string[]> {
  await app.client.evaluations.updateSettings({ is_automatic: false })
  const ids: string[] = []
  for (const day of days) {
    ids.push(await makeTalk(app, { meeting: { meeting_start: `${day}T09:00:00Z` } }))
  }
  await app.drain()
  return ids
}

test('conversations of a range are evaluated with a scorecard, and progress is told', async () => {
  await using app = await startTestApp()
  const ids = await makeTalks(app, ['2026-03-01', '2026-03-02', '2026-03-03', '2026-04-01'])
  const [scorecard] = await app.client.scorecards.list()
  const started = await app.client.evaluations.startBulk({
    from: '2026-03-01',
    to: '2026-03-04',
    owner_id: app.owner.userId,
    kind: 'meeting',
    scorecard_id: scorecard?.id ?? '',
  })
  expect(started.total).toBe(3)
  expect(await app.client.evaluations.getBulk(started.id)).toMatchObject({
    status: 'running',
    pending: 3,
    progress: 0,
    requested_by: app.owner.userId,
  })
  await app.drain()
  expect(await app.client.evaluations.getBulk(started.id)).toMatchObject({
    status: 'completed',
    total: 3,
    evaluated: 3,
    pending: 0,
    progress: 100,
    canceled_at: null,
  })
  for (const id of ids.slice(0, 3)) {
    expect(await currentOf(app, id)).toMatchObject({
      bulk_id: started.id,
      scorecard_id: scorecard?.id,
    })
  }
  expect((await app.client.evaluations.list(ids[3] ?? '')).data).toEqual([])
})

test('what is left is canceled, what is made stays, and canceling again changes nothing', async () => {
  await using app = await startTestApp()
  const [first = ''] = await makeTalks(app, ['2026-03-01', '2026-03-02', '2026-03-03'])
  await app.client.evaluations.updateSettings({ max_concurrency: 1 })
  const { id } = await app.client.evaluations.startBulk({})
  const made = (await app.client.evaluations.list(first)).data[0]?.id
  await app.db.pool.query(
    `update evaluation set status = 'failed', failure = 'internal', failure_message = '',
       is_retriable = true where id = $1`,
    [made],
  )
  const canceled = await app.client.evaluations.cancelBulk(id)
  expect(canceled).toMatchObject({ status: 'canceled', canceled: 2, failed: 1, progress: 100 })
  await app.drain()
  expect(await app.client.evaluations.cancelBulk(id)).toEqual(canceled)
  const { rows } = await app.db.pool.query(`select from evaluation where status = 'evaluated'`)
  expect(rows).toEqual([])
})

test('what one person asks for goes before what was asked for in bulk', async () => {
  await using app = await startTestApp()
  const ids = await makeTalks(app, ['2026-03-01', '2026-03-02', '2026-03-03'])
  await app.client.evaluations.updateSettings({ max_concurrency: 1 })
  await app.client.evaluations.startBulk({})
  const asked = await app.client.evaluations.request(ids[2] ?? '', {})
  await app.drain()
  const { rows } = await app.db.pool.query<{ id: string }>(
    'select id from evaluation order by completed_at, bulk_id nulls first',
  )
  expect(rows).toHaveLength(4)
  expect(rows.slice(0, 2).map(({ id }) => id)).toContain(asked.id)
})

test('bulks are started by those who lead, for members, and seen in their workspace', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  expect(await app.call('POST', path, { key, body: {} })).toMatchObject({ status: 403 })
  const other = await app.newWorkspace()
  const refused = await app.call('POST', path, { body: { owner_id: other.userId } })
  expect(refused).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND' } })
  const { id, total } = await app.client.evaluations.startBulk({})
  expect(total).toBe(0)
  for (const who of [key, other.apiKey]) {
    expect(await app.call('GET', `${path}/${id}`, { key: who })).toMatchObject({ status: 404 })
  }
  expect(await app.client.evaluations.getBulk(id)).toMatchObject({ status: 'completed' })
})
