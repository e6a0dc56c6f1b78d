import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { newKey } from './key-format.ts'
import { stateOf } from './state.ts'

const path = '/functions/v1/probe'

test('each refused key is logged with its reason, address and preview, and nothing else of it', async () => {
  let ms = Date.now()
  await using app = await startTestApp({ mount: mountProbes, now: () => new Date(ms) })
  const { owner } = app
  const unknown = newKey()
  const expiring = await app.newKey({
    ...owner,
    scopes: ['read'],
    expiresAt: new Date(ms + 1000),
  })
  const elsewhere = await app.newKey({
    ...owner,
    scopes: ['read'],
    allowedAddresses: ['203.0.113.1'],
  })
  ms += 1000
  for (const key of ['hunter2hunter2', unknown, expiring, elsewhere]) {
    await app.call('GET', path, { key })
  }
  await stateOf(app.context).requestLog.flush()

  const { rows } = await app.db.pool.query<Record<string, unknown>>(
    'select reason, address, key_preview, workspace_id from failed_authentication order by id',
  )
  const address = '127.0.0.1'
  const known = { address, workspace_id: owner.workspaceId }
  expect(rows).toEqual([
    { reason: 'malformed', address, key_preview: 'sk_...', workspace_id: null },
    { reason: 'unknown', address, key_preview: `sk_...${unknown.slice(-4)}`, workspace_id: null },
    { reason: 'expired', ...known, key_preview: `sk_...${expiring.slice(-4)}` },
    { reason: 'address', ...known, key_preview: `sk_...${elsewhere.slice(-4)}` },
  ])
})

test('after twenty wrong keys in a minute an address waits, but a good key from there works', async () => {
  let ms = Date.now()
  await using app = await startTestApp({
    mount: mountProbes,
    now: () => new Date(ms),
    environment: { TRUST_PROXY: 'true' },
  })
  const statusOf = async (key: string, address: string) => {
    const headers = { 'x-forwarded-for': address }
    return app.call('GET', path, { key, headers })
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    expect((await statusOf(newKey(), '2001:db8::1')).status).toBe(401)
  }
  const slowed = await statusOf(newKey(), '2001:db8::2')
  expect(slowed.status, 'the same subscriber, another address').toBe(429)
  expect(slowed.body).toMatchObject({
    code: 'RATE_LIMIT_EXCEEDED',
    details: { current_usage: 20, limit: 20 },
  })
  expect(slowed.headers.get('retry-after')).toBe('3')

  expect((await statusOf(app.owner.apiKey, '2001:db8::1')).status).toBe(200)
  expect((await statusOf(newKey(), '203.0.113.9')).status).toBe(401)
  ms += 3_000
  expect((await statusOf(newKey(), '2001:db8::1')).status).toBe(401)

  await stateOf(app.context).requestLog.flush()
  const { rows } = await app.db.pool.query('select from failed_authentication')
  expect(rows, 'slowed ones are not logged, so that nobody can fill the table').toHaveLength(22)
})
