import { apiKeyEndpoints, type ApiRequest, apiRequestEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { mountProbes, mountWork } from '../../../test/probe.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { purgeRequestLog } from './request-log.ts'

const path = '/functions/v1/probe'
const log = '/functions/v1/api-requests'

/** A call is logged after its reply was sent, so a moment may pass until it is there. */
async function logged(app: TestApp, query: string, count: number): Promise<ApiRequest[]> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const reply = await app.call('GET', `${log}?${query}`)
    const { data } = apiRequestEndpoints.list.reply.parse(reply.body)
    if (data.length >= count || Date.now() > deadline) return data
  }
}

test('a call is logged with who, what, when and how, and with nothing that was secret', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const before = Date.now()
  await app.call('GET', `${path}?search=confidential`, { headers: { 'user-agent': 'Robot "1"\\' } })
  const [call] = await logged(app, 'route=/functions/v1/probe', 1)

  expect(call).toMatchObject({
    method: 'GET',
    route: '/functions/v1/probe',
    status: 200,
    user_id: app.owner.userId,
    key_id: expect.any(String),
    address: '127.0.0.1',
    user_agent: 'Robot "1"\\',
  })
  expect(Math.abs(Date.parse(call?.occurred_at ?? '') - before)).toBeLessThan(5_000)
  expect(call?.duration_ms).toBeGreaterThan(0)
  const { rows } = await app.db.pool.query('select r::text from api_request r')
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`confidential|${app.owner.apiKey.slice(3)}`))
})

test('bodies are not logged, nor the values in a path', async () => {
  const mount = mountWork(async () => 'done')
  await using app = await startTestApp({ mount })
  await app.call('POST', '/functions/v1/work', { body: { note: 'confidential' } })
  await app.call('GET', '/functions/v1/api-keys/01980000-0000-7000-8000-00000000beef')
  await app.call('GET', '/functions/v1/nothing/confidential')
  const routes = (await logged(app, 'limit=10', 2)).map(({ route, status }) => [route, status])
  expect(routes).toContainEqual(['/functions/v1/work', 201])
  expect(routes).toContainEqual(['/functions/v1/api-keys/:id', 404])
  const { rows } = await app.db.pool.query('select r::text from api_request r')
  expect(JSON.stringify(rows)).not.toMatch(/confidential|beef/)
})

test('refused calls are logged too, those of unknown callers for nobody to read', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const key = await app.newKey({ ...app.owner, scopes: ['read'] })
  await app.call('POST', path, { key })
  await app.call('GET', path, { key: null })
  const refused = await logged(app, 'status=4xx', 1)
  expect(refused.map(({ method, status }) => [method, status])).toEqual([['POST', 403]])
  const { rows } = await app.db.pool.query(
    "select status from api_request where workspace_id = '00000000-0000-0000-0000-000000000000'",
  )
  expect(rows).toEqual([{ status: 401 }])
})

test('the log is filtered and paged, and shows no other workspace', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const stranger = await app.newWorkspace()
  await app.call('GET', path, { key: stranger.apiKey })
  for (let call = 0; call < 5; call++) await app.call('GET', path)
  await app.call('DELETE', path)
  const all = await logged(app, 'route=/functions/v1/probe', 6)
  expect(all.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET', 'GET', 'GET', 'GET'])
  expect(await logged(app, 'method=DELETE', 1)).toHaveLength(1)
  expect(await logged(app, `key_id=${all[0]?.key_id}&route=${path}`, 6)).toHaveLength(6)
  expect(await logged(app, `key_id=${app.owner.userId}`, 0)).toEqual([])
  expect(await logged(app, 'since=2999-01-01T00:00:00Z', 0)).toEqual([])
  expect(await logged(app, 'until=2020-01-01T00:00:00Z', 0)).toEqual([])

  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { body: { data: ApiRequest[]; pagination: { nextCursor: string | null } } } =
      await app.call('GET', `${log}?route=${path}&limit=4${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.body.data.map(({ id }) => id))
    cursor = page.body.pagination.nextCursor
  }
  expect(seen).toEqual(all.map(({ id }) => id))
})

test('the last use of a key is stamped', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const [call] = await logged(app, 'limit=1', 0).then(() => logged(app, 'limit=1', 1))
  const keys = await app.call('GET', '/functions/v1/api-keys')
  const [key] = apiKeyEndpoints.list.reply.parse(keys.body).data
  const lastUsed = Date.parse(key?.last_used_at ?? '')
  expect(lastUsed).toBeGreaterThanOrEqual(Date.parse(call?.occurred_at ?? '') - 5)
  expect(Math.abs(lastUsed - Date.now())).toBeLessThan(5_000)
})

test('what was collected is written when the server stops', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  await app.call('GET', path)
  await app.http.close()
  const { rows } = await app.db.pool.query('select route from api_request')
  expect(rows).toEqual([{ route: path }])
})

test('a log that cannot be written loses lines and delays no call', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  await app.db.pool.query('alter table api_request rename to away')
  expect((await app.call('GET', path)).status).toBe(200)
  await app.call('GET', log)
  await app.db.pool.query('alter table away rename to api_request')
  await app.call('DELETE', path)
  expect(await logged(app, 'method=DELETE', 1)).toHaveLength(1)
})

test('old calls and failures are purged, and only those', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  await app.call('GET', path)
  await app.call('GET', path, { key: 'wrong' })
  await logged(app, `route=${path}`, 1)
  const old = "uuidv7(interval '-31 days')"
  await app.db.pool.query(`
    insert into api_request (workspace_id, id, method, route, status, duration_us)
      select workspace_id, ${old}, method, route, status, duration_us
      from api_request, generate_series(1, 11000);
    insert into failed_authentication (id, reason, key_preview) values (${old}, 'unknown', '')`)
  const monthAgo = new Date(Date.now() - 30 * 86_400_000)
  expect(await purgeRequestLog(app.context, monthAgo)).toBeGreaterThanOrEqual(22_000)
  const { rows } = await app.db.pool.query(
    `select (select count(*) from failed_authentication) as failures,
       (select min(occurred_at) > now() - interval '1 day' from api_request) as recent`,
  )
  expect(rows).toEqual([{ failures: 1, recent: true }])
})
