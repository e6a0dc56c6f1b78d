import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/probe'

function rateOf(reply: Awaited<ReturnType<TestApp['call']>>) {
  const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit']
  return [...names, 'ratelimit-policy', 'retry-after'].map((name) => reply.headers.get(name))
}

test('every reply to a key tells its limit in both ways, and when it is full again', async () => {
  const ms = Date.UTC(2026, 0, 1)
  await using app = await startTestApp({ mount: mountProbes, now: () => new Date(ms) })
  const policy = '"hourly";q=1000;w=3600'
  const unix = ms / 1000
  expect(rateOf(await app.call('GET', path))).toEqual([
    '1000',
    '999',
    String(unix + 4),
    '"default";r=999;t=4',
    policy,
    null,
  ])
  // 3.6 s for each of two.
  expect(rateOf(await app.call('GET', path))).toEqual([
    '1000',
    '998',
    String(unix + 8),
    '"default";r=998;t=8',
    policy,
    null,
  ])
  const key = await app.newKey({ ...app.owner, scopes: ['read'] })
  const refused = await app.call('POST', path, { key })
  expect([refused.status, rateOf(refused)[0]]).toEqual([403, '1000'])
})

test('beyond the limit a key is refused as Sixty does it, until the time it is told', async () => {
  let ms = Date.UTC(2026, 0, 1, 14)
  await using app = await startTestApp({ mount: mountProbes, now: () => new Date(ms) })
  const key = await app.newKey({ ...app.owner, scopes: ['read'], rateLimit: 3 })
  const get = () => app.call('GET', path, { key })
  const last = [await get(), await get(), await get()].at(-1)
  expect(last?.headers.get('ratelimit')).toBe('"default";r=0;t=1200')

  ms += 500
  const refused = await get()
  expect(refused.status).toBe(429)
  expect(refused.body).toEqual({
    data: null,
    error: 'Rate limit exceeded',
    code: 'RATE_LIMIT_EXCEEDED',
    details: { current_usage: 3, limit: 3, reset_time: '2026-01-01T14:20:00.000Z' },
  })
  const reset = String(Date.UTC(2026, 0, 1, 14, 20) / 1000)
  const policy = '"hourly";q=3;w=3600'
  expect(rateOf(refused)).toEqual(['3', '0', reset, '"default";r=0;t=1200', policy, '1200'])

  ms += 1_199_000
  expect((await get()).status).toBe(429)
  ms += 500
  expect((await get()).status).toBe(200)
  expect((await app.call('GET', path)).status, 'each key has its own').toBe(200)
})

test('what a key has used outlives the seconds it is remembered as verified', async () => {
  let ms = Date.now()
  await using app = await startTestApp({ mount: mountProbes, now: () => new Date(ms) })
  const key = await app.newKey({ ...app.owner, scopes: ['read'], rateLimit: 2 })
  await app.call('GET', path, { key })
  ms += 6_000
  await app.call('GET', path, { key })
  ms += 6_000
  expect((await app.call('GET', path, { key })).status).toBe(429)
})

test('a refused key is told nothing of limits, an unknown path asks for no key', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const refused = await app.call('GET', path, { key: null })
  expect(rateOf(refused)).toEqual([null, null, null, null, null, null])
  const nowhere = await app.call('GET', '/functions/v1/nowhere', { key: null })
  expect(nowhere.status).toBe(404)
})
