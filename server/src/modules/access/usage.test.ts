import { type ApiKeyUsage, apiKeyEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { stateOf } from './state.ts'

const path = '/functions/v1/probe'

async function usageOf(app: TestApp, id: string, query = ''): Promise<ApiKeyUsage> {
  const reply = await app.call('GET', `/functions/v1/api-keys/${id}/usage${query}`)
  return apiKeyEndpoints.usage.reply.parse(reply.body).data
}

async function newKey(app: TestApp) {
  const reply = await app.call('POST', '/functions/v1/api-keys', {
    body: { name: 'Counted', permissions: ['read'] },
  })
  const { id, api_key } = reply.body.data as { id: string; api_key: string }
  return { id, key: api_key }
}

test('the use of a key is counted in all, by endpoint and by day', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { id, key } = await newKey(app)
  for (let call = 0; call < 3; call++) await app.call('GET', path, { key })
  await app.call('POST', path, { key })
  await app.call('GET', path)
  await expect.poll(async () => (await usageOf(app, id)).requests).toBe(4)

  const usage = await usageOf(app, id)
  expect(usage).toMatchObject({ key_id: id, requests: 4, errors: 1 })
  expect(usage.p95_ms).toBeGreaterThan(0)
  expect(usage.by_endpoint).toMatchObject([
    { method: 'GET', route: path, requests: 3, errors: 0 },
    { method: 'POST', route: path, requests: 1, errors: 1 },
  ])
  const today = new Date().toISOString().slice(0, 10)
  expect(usage.by_day).toMatchObject([{ day: today, requests: 4, errors: 1 }])
  expect(Date.now() - Date.parse(usage.last_used_at ?? '')).toBeLessThan(5_000)
})

test('only calls between from and to are counted, and p95 is that of their durations', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { id } = await newKey(app)
  await stateOf(app.context).requestLog.flush()
  // A hundred calls of 1 to 100 ms on each of ten days.
  await app.db.pool.query(
    `insert into api_request (workspace_id, id, key_id, method, route, status, duration_us)
     select $1, uuidv7(make_interval(days => -day)), $2, 'GET', '/x', 200, ms * 1000
     from generate_series(1, 10) day, generate_series(1, 100) ms`,
    [app.owner.workspaceId, id],
  )
  expect(await usageOf(app, id)).toMatchObject({ requests: 600, p95_ms: 95.05 })
  const from = new Date(Date.now() - 10.5 * 86_400_000).toISOString()
  const to = new Date(Date.now() - 8.5 * 86_400_000).toISOString()
  const usage = await usageOf(app, id, `?from=${from}&to=${to}`)
  expect(usage).toMatchObject({ from, to, requests: 200, errors: 0 })
  expect(usage.by_day.map(({ requests }) => requests)).toEqual([100, 100])
})

test('a key that was never used has a usage of nothing', async () => {
  await using app = await startTestApp()
  const { id } = await newKey(app)
  expect(await usageOf(app, id)).toMatchObject({
    requests: 0,
    errors: 0,
    p95_ms: null,
    last_used_at: null,
    by_endpoint: [],
    by_day: [],
  })
})

test('a range that ends before it begins is refused', async () => {
  await using app = await startTestApp()
  const { id } = await newKey(app)
  const query = '?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z'
  const reply = await app.call('GET', `/functions/v1/api-keys/${id}/usage${query}`)
  expect([reply.status, reply.body.details.field]).toEqual([400, 'from'])
})
