import { ApiKey, apiKeyEndpoints, findEventType, NewApiKey, type Role } from '@parley/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { mountProbes } from '../../../test/probe.ts'
import { type MadeWorkspace, makeMember, makeWorkspace } from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const keys = '/functions/v1/api-keys'
const probe = '/functions/v1/probe'

/** Makes a key over the API, as the owner. */
async function create(app: TestApp, body: object = {}) {
  const reply = await app.call('POST', keys, {
    body: { name: 'Import', permissions: ['read'], ...body },
  })
  expect(reply.status).toBe(201)
  return NewApiKey.parse(reply.body.data)
}

async function eventsOf(app: TestApp) {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    'select name, payload from event order by seq',
  )
  return rows
}

test('a created key works, is shown once and kept only as a hash', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { api_key, ...key } = await create(app, { permissions: ['read', 'read'] })

  expect((await app.call('GET', probe, { key: api_key })).status).toBe(200)
  expect(key).toMatchObject({
    name: 'Import',
    key_preview: `sk_...${api_key.slice(-4)}`,
    user_id: app.owner.userId,
    permissions: ['read'],
    tier: 'standard',
    rate_limit: 1000,
    status: 'active',
    expires_at: null,
    allowed_addresses: null,
    last_used_at: null,
  })
  const shown = await app.call('GET', `${keys}/${key.id}`)
  expect(ApiKey.strict().parse(shown.body.data)).toMatchObject({ id: key.id, name: 'Import' })
  const listed = await app.call('GET', keys)
  expect(listed.body.data.map(({ id }: ApiKey) => id)).toEqual([key.id, expect.any(String)])
  expect(JSON.stringify([shown.body, listed.body])).not.toContain(api_key)
  const dump = await app.db.pool.query('select k::text, s::text from api_key k, api_key_secret s')
  expect(JSON.stringify(dump.rows)).not.toContain(api_key.slice(3, -4))
})

test('keys made and ended are announced without their secret, each once', async () => {
  await using app = await startTestApp()
  const { id, api_key } = await create(app)
  await app.call('POST', `${keys}/${id}/revoke`)
  await app.call('POST', `${keys}/${id}/revoke`)
  await app.call('DELETE', `${keys}/${id}`)

  const events = await eventsOf(app)
  expect(events.map(({ name }) => name)).toEqual(['api_key.created', 'api_key.revoked'])
  for (const { name, payload } of events) {
    const data: unknown = JSON.parse(payload)
    expect(findEventType(name)?.data.parse(data)).toEqual(data)
    expect(payload).not.toContain(api_key.slice(3, 20))
  }
})

test('a refused creation announces nothing', async () => {
  await using app = await startTestApp()
  for (const body of [
    { name: '', permissions: ['read'] },
    { name: 'x', permissions: ['all'] },
  ]) {
    expect((await app.call('POST', keys, { body })).body.code).toBe('VALIDATION_ERROR')
  }
  expect(await eventsOf(app)).toEqual([])
})

test.each([
  ['no permission', { permissions: [] }, 'permissions'],
  ['an unknown resource', { permissions: ['invoices:read'] }, 'permissions.0'],
  ['a past end', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ['two ends', { expires_at: '2999-01-01T00:00:00Z', expires_in_days: 1 }, 'expires_in_days'],
  ['a limit of nothing', { rate_limit: 0 }, 'rate_limit'],
  ['a half address', { allowed_addresses: ['10.0.0'] }, 'allowed_addresses.0'],
  ['too long a name', { name: 'x'.repeat(101) }, 'name'],
])('a key with %s is refused, and the field named', async (_, body, field) => {
  await using app = await startTestApp()
  const valid = { name: 'Import', permissions: ['read'] }
  const reply = await app.call('POST', keys, { body: { ...valid, ...body } })
  expect([reply.status, reply.body.code, reply.body.details.field]).toEqual([
    400,
    'VALIDATION_ERROR',
    field,
  ])
})

test("a client of Sixty finds the new key's fields where it looks for them", async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const reply = await app.call('POST', '/functions/v1/create-api-key', {
    body: { name: 'Zap', permissions: ['contacts:read', 'contacts:write'], expires_in_days: 30 },
  })
  expect(reply.status).toBe(201)
  const { data, error, ...bare } = apiKeyEndpoints.createAsSixty.reply.parse(reply.body)
  expect(error).toBeNull()
  expect(data).toEqual(bare)
  expect(bare).toMatchObject({ name: 'Zap', rate_limit: 1000 })
  const days = (Date.parse(bare.expires_at ?? '') - Date.parse(bare.created_at)) / 86_400_000
  expect(days).toBeCloseTo(30, 3)
  expect((await app.call('POST', probe, { key: bare.api_key })).status).toBe(200)
  expect((await app.call('DELETE', probe, { key: bare.api_key })).status).toBe(403)
})

test('a revoked key stops at once on this node, also while many use it, and stays listed', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { id, api_key: key } = await create(app)
  expect((await app.call('GET', probe, { key })).status).toBe(200)
  const meanwhile = Array.from({ length: 10 }, () => app.call('GET', probe, { key }))
  const revoked = await app.call('POST', `${keys}/${id}/revoke`)
  expect(revoked.body.data).toMatchObject({ id, status: 'revoked' })
  await Promise.all(meanwhile)

  for (let attempt = 0; attempt < 3; attempt++) {
    const reply = await app.call('GET', probe, { key })
    expect([reply.status, reply.body.code]).toEqual([401, 'INVALID_API_KEY'])
  }
  const list = await app.call('GET', `${keys}?status=revoked`)
  expect(list.body).toMatchObject({ count: 1, data: [{ id, status: 'revoked' }] })
  const again = await app.call('PATCH', `${keys}/${id}`, { body: { name: 'Alive' } })
  expect([again.status, again.body.code]).toEqual([409, 'CONFLICT'])
})

test('a deleted key stops at once and is forgotten', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { id, api_key: key } = await create(app)
  expect((await app.call('GET', probe, { key })).status).toBe(200)
  expect((await app.call('DELETE', `${keys}/${id}`)).body.data).toEqual({ id, deleted: true })
  expect((await app.call('GET', probe, { key })).status).toBe(401)
  const reply = await app.call('GET', `${keys}/${id}`)
  expect([reply.status, reply.body.code]).toEqual([404, 'API_KEY_NOT_FOUND'])
})

test('a rotated key works in both forms until the overlap ends, and counts as one', async () => {
  let ms = Date.now()
  await using app = await startTestApp({ mount: mountProbes, now: () => new Date(ms) })
  const old = await create(app, { rate_limit: 100 })
  const rotated = await app.call('POST', `${keys}/${old.id}/rotate`, { body: { overlap_hours: 2 } })
  const fresh = NewApiKey.parse(rotated.body.data)
  expect(fresh).toMatchObject({ id: old.id, key_preview: `sk_...${fresh.api_key.slice(-4)}` })
  expect(Date.parse(fresh.previous_key_expires_at ?? '') - ms).toBe(2 * 3_600_000)

  const first = await app.call('GET', probe, { key: old.api_key })
  const second = await app.call('GET', probe, { key: fresh.api_key })
  expect(first.headers.get('x-ratelimit-remaining')).toBe('99')
  expect(second.headers.get('x-ratelimit-remaining')).toBe('98')

  ms += 2 * 3_600_000
  const late = await app.call('GET', probe, { key: old.api_key })
  expect([late.status, late.body.code]).toEqual([401, 'API_KEY_EXPIRED'])
  expect((await app.call('GET', probe, { key: fresh.api_key })).status).toBe(200)
  const shown = await app.call('GET', `${keys}/${old.id}`)
  expect(shown.body.data.previous_key_expires_at).toBeNull()
})

test('a key rotated without overlap stops in its old form at once; the usual overlap is a day', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const old = await create(app)
  await app.call('GET', probe, { key: old.api_key })
  await app.call('POST', `${keys}/${old.id}/rotate`, { body: { overlap_hours: 0 } })
  expect((await app.call('GET', probe, { key: old.api_key })).status).toBe(401)

  const usual = await app.call('POST', `${keys}/${old.id}/rotate`)
  const { previous_key_expires_at } = NewApiKey.parse(usual.body.data)
  const hours = (Date.parse(previous_key_expires_at ?? '') - Date.now()) / 3_600_000
  expect(hours).toBeCloseTo(24, 1)
  const tooLong = await app.call('POST', `${keys}/${old.id}/rotate`, {
    body: { overlap_hours: 169 },
  })
  expect(tooLong.body.code).toBe('VALIDATION_ERROR')
})

test('a change counts from the next request on, and leaves the rest as it was', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { id, api_key: key } = await create(app, { permissions: ['read', 'write'] })
  expect((await app.call('POST', probe, { key })).status).toBe(200)
  const changed = await app.call('PATCH', `${keys}/${id}`, {
    body: { permissions: ['read'], tier: 'premium', expires_at: '2999-01-01T00:00:00+01:00' },
  })
  expect(ApiKey.parse(changed.body.data)).toMatchObject({
    name: 'Import',
    permissions: ['read'],
    rate_limit: 5000,
    expires_at: '2998-12-31T23:00:00.000Z',
  })
  expect((await app.call('POST', probe, { key })).status).toBe(403)
  const read = await app.call('GET', probe, { key })
  expect(read.headers.get('x-ratelimit-limit')).toBe('5000')
  const back = await app.call('PATCH', `${keys}/${id}`, { body: { expires_at: null, name: 'B' } })
  expect(back.body.data).toMatchObject({ name: 'B', expires_at: null, tier: 'premium' })
})

test("another workspace's key ids are unknown everywhere", async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const stranger = await app.newWorkspace()
  const { id, api_key } = await create(app)
  const calls: [string, string, object?][] = [
    ['GET', `${keys}/${id}`],
    ['PATCH', `${keys}/${id}`, { name: 'Mine' }],
    ['DELETE', `${keys}/${id}`],
    ['POST', `${keys}/${id}/rotate`],
    ['POST', `${keys}/${id}/revoke`],
    ['GET', `${keys}/${id}/usage`],
  ]
  for (const [method, path, body] of calls) {
    const reply = await app.call(method, path, { key: stranger.apiKey, body })
    expect([reply.status, reply.body.code], `${method} ${path}`).toEqual([404, 'API_KEY_NOT_FOUND'])
  }
  expect((await app.call('GET', keys, { key: stranger.apiKey })).body.count).toBe(1)
  expect((await app.call('GET', probe, { key: api_key })).status).toBe(200)
})

test('a key without `admin` manages no keys, not even itself', async () => {
  await using app = await startTestApp()
  const { id, api_key: key } = await create(app, { permissions: ['read', 'write', 'delete'] })
  for (const [method, path] of [
    ['GET', keys],
    ['GET', `${keys}/${id}`],
    ['POST', `${keys}/${id}/revoke`],
    ['GET', '/functions/v1/api-requests'],
  ] as const) {
    const reply = await app.call(method, path, { key })
    expect([reply.status, reply.body.details.required], `${method} ${path}`).toEqual([403, 'admin'])
  }
})

test('keys are listed in pages, newest first', async () => {
  await using app = await startTestApp()
  const made = []
  for (let number = 0; number < 3; number++) made.unshift((await create(app)).id)
  const page = await app.call('GET', `${keys}?limit=2&offset=1`)
  expect(page.body.data.map(({ id }: ApiKey) => id)).toEqual(made.slice(1))
  expect(page.body.pagination).toMatchObject({ total: 4, hasMore: true, totalPages: 2 })
})

/** Somebody signed in, in a workspace made with people. */
async function signIn(app: TestApp, place: MadeWorkspace, role: Role) {
  const { browser } = await makeMember(app, place, role)
  return async (method: string, path: string, body?: object) => {
    const sent = method === 'GET' ? undefined : (body ?? {})
    const reply = await browser.send(method, path, sent)
    return { status: reply.status, body: AnyReply.parse(await reply.json()) }
  }
}

const AnyReply = z.object({
  data: z.unknown(),
  count: z.int().optional(),
  details: z.unknown().optional(),
})

test('a signed-in rep manages their own keys and sees no others', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const place = await makeWorkspace(app)
  const rep = await signIn(app, place, 'rep')
  const made = await rep('POST', keys, { name: 'Mine', permissions: ['read', 'write'] })
  expect(made.status).toBe(201)
  const own = NewApiKey.parse(made.body.data)
  expect((await app.call('POST', probe, { key: own.api_key })).body.data.userId).toBe(own.user_id)

  const scopes = ['read']
  const { workspaceId, userId } = place
  await app.newKey({ workspaceId, userId, scopes })
  expect((await rep('GET', keys)).body).toMatchObject({ count: 1, data: [{ id: own.id }] })
  expect((await rep('GET', `${keys}?user_id=${userId}`)).body.data).toEqual([])

  const admin = await signIn(app, place, 'admin')
  const all = z.array(ApiKey).parse((await admin('GET', keys)).body.data)
  expect(all).toHaveLength(2)
  const others = all.find((key) => key.user_id === userId)
  expect((await rep('GET', `${keys}/${others?.id}`)).status).toBe(404)
  const rotated = await admin('POST', `${keys}/${own.id}/rotate`)
  expect(rotated.status, 'whoever sees the secret could act as the rep').toBe(403)
  expect((await admin('POST', `${keys}/${own.id}/revoke`)).status).toBe(200)
})

test('nobody gives away more than they have', async () => {
  await using app = await startTestApp()
  const place = await makeWorkspace(app)
  const rep = await signIn(app, place, 'rep')
  const viewer = await signIn(app, place, 'viewer')
  const name = 'More'
  const refusals = [
    await rep('POST', keys, { name, permissions: ['read', 'admin'] }),
    await viewer('POST', keys, { name, permissions: ['contacts:write'] }),
    await rep('POST', keys, { name, permissions: ['read'], tier: 'enterprise' }),
    await rep('POST', keys, { name, permissions: ['read'], rate_limit: 1001 }),
  ]
  expect(refusals.map(({ status, body }) => [status, body.details])).toEqual([
    [403, { required: 'admin' }],
    [403, { required: 'contacts:write' }],
    [403, { required: 'admin' }],
    [403, { required: 'admin' }],
  ])
  const made = await rep('POST', keys, { name, permissions: ['read'], rate_limit: 1000 })
  const { id } = NewApiKey.parse(made.body.data)
  expect((await rep('PATCH', `${keys}/${id}`, { permissions: ['admin'] })).status).toBe(403)
})

test('the keys of a person who is removed stop at once, and so does what a lower role may not do', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const place = await makeWorkspace(app)
  const { workspaceId } = place
  const { userId, memberId } = await makeMember(app, place, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  expect((await app.call('POST', probe, { key })).status).toBe(200)
  await place.owner.call('PATCH', `/members/${memberId}`, { role: 'viewer' })
  expect((await app.call('POST', probe, { key })).status).toBe(403)
  expect((await app.call('GET', probe, { key })).status).toBe(200)
  await place.owner.call('DELETE', `/members/${memberId}`)
  expect((await app.call('GET', probe, { key })).status).toBe(401)
})

test('nobody has more than a hundred active keys, because each has an allowance of its own', async () => {
  await using app = await startTestApp()
  for (let made = 0; made < 99; made++) await app.newKey({ ...app.owner, scopes: ['read'] })
  const body = { name: 'One more', permissions: ['read'] }
  const refused = await app.call('POST', keys, { body })
  expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT'])
})
