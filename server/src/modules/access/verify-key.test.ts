import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { newKey } from './key-format.ts'

const path = '/functions/v1/probe'
const read = ['read']

/** Counts the short reads from now on; verifying a key is the only one a probe makes. */
function countReads(app: TestApp): { count: number } {
  const counter = { count: 0 }
  const original = app.db.read.bind(app.db)
  Object.assign(app.db, {
    read: (...args: Parameters<typeof original>) => {
      counter.count += 1
      return original(...args)
    },
  })
  return counter
}

/** A clock that stands still until it is moved. */
function clock() {
  let ms = Date.now()
  return { now: () => new Date(ms), pass: (seconds: number) => (ms += seconds * 1000) }
}

test('a key is known in each of its three places, and says who calls', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const key = app.owner.apiKey
  const places = [
    { 'x-api-key': key },
    { authorization: `Bearer ${key}` },
    { authorization: `Token ${key}` },
    { authorization: `token  ${key}` },
  ]
  for (const headers of places) {
    const reply = await app.call('GET', path, { key: null, headers })
    expect(reply.status).toBe(200)
    expect(reply.body.data).toEqual({
      userId: app.owner.userId,
      workspaceId: app.owner.workspaceId,
      seesAllRows: true,
    })
  }
  const inQuery = await app.call('GET', `${path}?api_key=${key}`, { key: null })
  expect(inQuery.status, 'queries end up in the logs of proxies').toBe(401)
})

test('no key, an unknown key and a mistyped key answer 401 INVALID_API_KEY', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  for (const key of [null, newKey(), `${newKey().slice(0, -1)}!`, 'sk_1', 'ü', ' ']) {
    const reply = await app.call('GET', path, { key })
    expect([reply.status, reply.body.code], `with key ${key}`).toEqual([401, 'INVALID_API_KEY'])
  }
})

test('a mistyped key is refused without asking the database, a known one asks once in five seconds', async () => {
  const { now, pass } = clock()
  await using app = await startTestApp({ mount: mountProbes, now })
  const reads = countReads(app)
  const mistyped = `${app.owner.apiKey.slice(0, -1)}${app.owner.apiKey.endsWith('0') ? '1' : '0'}`
  expect((await app.call('GET', path, { key: mistyped })).status).toBe(401)
  expect(reads.count).toBe(0)

  await Promise.all(Array.from({ length: 20 }, () => app.call('GET', path)))
  expect(reads.count).toBe(1)
  pass(4.9)
  await app.call('GET', path)
  expect(reads.count).toBe(1)
  pass(0.2)
  await app.call('GET', path)
  expect(reads.count).toBe(2)
})

test('an expired key answers 401 API_KEY_EXPIRED, even if it was used a moment before', async () => {
  const { now, pass } = clock()
  await using app = await startTestApp({ mount: mountProbes, now })
  const key = await app.newKey({
    ...app.owner,
    scopes: read,
    expiresAt: new Date(now().getTime() + 2_000),
  })
  expect((await app.call('GET', path, { key })).status).toBe(200)
  pass(2)
  const reply = await app.call('GET', path, { key })
  expect([reply.status, reply.body.code]).toEqual([401, 'API_KEY_EXPIRED'])
})

test('a key does only what its permissions say, and the refusal names the missing one', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const statuses = async (scopes: string[]) => {
    const key = await app.newKey({ ...app.owner, scopes })
    const replies = await Promise.all(
      ['GET', 'POST', 'DELETE'].map((method) => app.call(method, path, { key })),
    )
    return replies.map(({ status }) => status)
  }
  expect(await statuses(['read'])).toEqual([200, 403, 403])
  expect(await statuses(['write'])).toEqual([403, 200, 403])
  expect(await statuses(['contacts:write', 'contacts:delete'])).toEqual([403, 200, 200])
  expect(await statuses(['deals:read', 'deals:write', 'deals:delete'])).toEqual([403, 403, 403])
  expect(await statuses(['admin'])).toEqual([200, 200, 200])

  const key = await app.newKey({ ...app.owner, scopes: read })
  const reply = await app.call('POST', path, { key })
  expect(reply.body).toMatchObject({
    data: null,
    code: 'INSUFFICIENT_PERMISSIONS',
    details: { required: 'contacts:write' },
  })
})

test("a viewer's key cannot write, whatever it was given", async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'viewer')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  expect((await app.call('GET', path, { key })).status).toBe(200)
  expect((await app.call('POST', path, { key })).status).toBe(403)
})

test("only an owner's or admin's key with `admin` sees the rows of others", async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { workspaceId } = app.owner
  const seesAll = async (role: 'admin' | 'manager' | 'rep', scopes: string[]) => {
    const { userId } = await app.newMember(workspaceId, role)
    const key = await app.newKey({ workspaceId, userId, scopes })
    const reply = await app.call('GET', path, { key })
    return reply.body.data.seesAllRows as boolean
  }
  expect(await seesAll('admin', ['admin'])).toBe(true)
  expect(await seesAll('admin', ['read', 'write'])).toBe(false)
  expect(await seesAll('manager', ['admin'])).toBe(false)
  expect(await seesAll('rep', ['admin'])).toBe(false)
})

test('the keys of somebody who lost their role or their membership follow within five seconds', async () => {
  const { now, pass } = clock()
  await using app = await startTestApp({ mount: mountProbes, now })
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['write'] })
  expect((await app.call('POST', path, { key })).status).toBe(200)

  await app.db.pool.query("update member set role = 'viewer' where user_id = $1", [userId])
  pass(5)
  expect((await app.call('POST', path, { key })).status).toBe(403)

  await app.db.pool.query('delete from member where user_id = $1', [userId])
  pass(5)
  const reply = await app.call('POST', path, { key })
  expect([reply.status, reply.body.code]).toEqual([401, 'INVALID_API_KEY'])
})

test('a key with a list of addresses works from these alone', async () => {
  await using app = await startTestApp({
    mount: mountProbes,
    environment: { TRUST_PROXY: 'true' },
  })
  const allowedAddresses = ['203.0.113.0/24', '198.51.100.7', '2001:db8::/32']
  const key = await app.newKey({ ...app.owner, scopes: read, allowedAddresses })
  const statusFrom = async (address: string) => {
    const headers = { 'x-forwarded-for': address }
    return (await app.call('GET', path, { key, headers })).status
  }
  expect(await statusFrom('203.0.113.200')).toBe(200)
  expect(await statusFrom('::ffff:203.0.113.200')).toBe(200)
  expect(await statusFrom('198.51.100.7')).toBe(200)
  expect(await statusFrom('2001:db8:ff::1')).toBe(200)
  expect(await statusFrom('198.51.100.8')).toBe(403)
  expect(await statusFrom('2001:db9::1')).toBe(403)
  expect(await statusFrom('nonsense')).toBe(403)
})

test('a read that fails because the database is away answers 503, not 401', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  Object.assign(app.db, {
    read: async () => {
      throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
    },
  })
  const reply = await app.call('GET', path)
  expect([reply.status, reply.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
})
