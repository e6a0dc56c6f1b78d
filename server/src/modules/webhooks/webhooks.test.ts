import { expect, test } from 'vitest'
import { makeMember, makeWorkspace } from '../../../test/people.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { makeWebhook, publicUrl } from '../../../test/webhook-records.ts'
import { unseal } from '../../platform/crypto/seal.ts'

const path = '/functions/v1/webhooks'

test('a webhook needs an address and events; the rest has defaults, and its secret is shown once', async () => {
  await using app = await startTestApp()
  const created = await app.client.webhooks.create({ url: publicUrl, events: ['recording.*'] })
  expect(created).toMatchObject({
    url: publicUrl,
    events: ['recording.*'],
    filters: {},
    is_active: true,
    retry_policy: {
      schedule: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
      max_age: 388_800,
    },
    headers: {},
    rate_limit: null,
    max_concurrency: 32,
    fifo: false,
    payload_version: '2026-11-01',
    status: 'active',
    failures: 0,
    created_by: app.owner.userId,
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
  })
  const { secret: _, ...shown } = created
  expect(await app.client.webhooks.get(created.id)).toEqual(shown)
  const { data, count } = await app.client.webhooks.list()
  expect({ data, count }).toEqual({ data: [shown], count: 1 })
})

test('what is secret is stored encrypted, where the sender finds it', async () => {
  await using app = await startTestApp()
  const { id, secret } = await makeWebhook(app, {
    body: { headers: { Authorization: 'Bearer x' } },
  })
  const { rows } = await app.db.pool.query<{ secret: string; headers: string }>(
    'select secret, headers from webhook_endpoint where id = $1',
    [id],
  )
  const { encryptionKey } = app.context.config
  expect(JSON.stringify(rows)).not.toContain(secret)
  expect(unseal(encryptionKey, `webhook_endpoint:${id}`, rows[0]?.secret ?? '')).toBe(secret)
  expect(
    JSON.parse(unseal(encryptionKey, `webhook_endpoint_headers:${id}`, rows[0]?.headers ?? '')),
  ).toEqual({ Authorization: 'Bearer x' })
  expect((await app.client.webhooks.get(id)).headers).toEqual({ Authorization: '***' })
  const lanes = await app.db.pool.query('select 1 from webhook_lane where endpoint_id = $1', [id])
  expect(lanes.rowCount).toBe(1)
})

const valid = { url: publicUrl, events: ['*'] }
test.each([
  [{ url: publicUrl }, 'events'],
  [{ ...valid, events: [] }, 'at least one event'],
  [{ ...valid, events: ['deal.created', 'deal.exploded'] }, 'deal.exploded'],
  [{ ...valid, events: ['nothing.*'] }, 'nothing.*'],
  [{ ...valid, events: ['rec*'] }, 'rec*'],
  [{ ...valid, url: 'http://93.184.215.14/' }, 'https'],
  [{ ...valid, url: 'https://127.0.0.1/' }, 'private or reserved'],
  [{ ...valid, url: 'https://internal.example/' }, 'private or reserved'],
  [{ ...valid, url: 'http://public.example/' }, 'plain http'],
  [{ ...valid, url: 'https://unknown.example/' }, 'unknown.example was not found'],
  [{ ...valid, url: 'https://user:secret@public.example/' }, 'user or password'],
  [{ ...valid, url: 'ftp://public.example/' }, 'https'],
  [{ ...valid, secret: 'short' }, 'whsec_'],
  [{ ...valid, secret: 'whsec_c2hvcnQ=' }, 'whsec_'],
  [{ ...valid, secret: 'sixteen characters, ümlaut' }, 'printable'],
  [{ ...valid, headers: { Host: 'x' } }, 'name of a header'],
  [{ ...valid, headers: { 'Webhook-Id': 'x' } }, 'name of a header'],
  [{ ...valid, headers: { 'Content-Type': 'x' } }, 'name of a header'],
  [{ ...valid, headers: { 'X-Webhook-Signature-Previous': 'x' } }, 'name of a header'],
  [{ ...valid, headers: { 'bad name': 'x' } }, 'name of a header'],
  [{ ...valid, headers: { a: 'x\r\ninjected: y' } }, 'printable'],
  [{ ...valid, headers: { a: '1', A: '2' } }, 'twice'],
  [{ ...valid, headers: { 'x-new': '***' } }, 'no value yet'],
  [{ ...valid, retry_policy: { schedule: [0] } }, 'at least 1 second'],
  [{ ...valid, retry_policy: { schedule: Array.from({ length: 21 }, () => 1) } }, '20 entries'],
  [{ ...valid, rate_limit: 1_001 }, '1000'],
  [{ ...valid, max_concurrency: 0 }, 'at least 1'],
  [{ ...valid, payload_version: '2020-01-01' }, '2026-11-01'],
  [{ ...valid, filters: { 'not a field!': 1 } }, 'no name of a field'],
  [{ ...valid, filters: { owner: { $gt: 1 } } }, 'or a list of'],
])('%j is refused: %s', async (body, sentence) => {
  await using app = await startTestApp({
    async resolve(host) {
      if (host === 'public.example') return [{ address: '93.184.215.14', family: 4 }]
      if (host === 'internal.example') {
        return [
          { address: '93.184.215.14', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]
      }
      throw new Error('ENOTFOUND')
    },
  })
  const reply = await app.call('POST', path, { body })
  expect(reply).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
  expect(reply.body.error).toContain(sentence)
})

test('what the operator allows may be private and plain http', async () => {
  await using app = await startTestApp({ environment: { OUTBOUND_ALLOW: '127.0.0.0/8' } })
  const { id } = await makeWebhook(app, { body: { url: 'http://127.0.0.1:4000/hook' } })
  expect((await app.client.webhooks.get(id)).url).toBe('http://127.0.0.1:4000/hook')
})

test('a secret of one’s own is taken as it is', async () => {
  await using app = await startTestApp()
  const secret = 'a secret of my own!'
  expect((await makeWebhook(app, { body: { secret } })).secret).toBe(secret)
})

test('lists go page by page, newest first', async () => {
  await using app = await startTestApp()
  const ids: string[] = []
  for (let made = 0; made < 3; made += 1) ids.unshift((await makeWebhook(app)).id)
  const first = await app.client.webhooks.list({ limit: 2 })
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  expect(first.pagination).toMatchObject({ total: 3, hasMore: true })
  const all: string[] = []
  for await (const { id } of app.client.webhooks.all({ limit: 2 })) all.push(id)
  expect(all).toEqual(ids)
})

test('addresses that voice agents bring along are not among them', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  await app.db.pool.query(`update webhook_endpoint set kind = 'agent' where id = $1`, [id])
  expect((await app.client.webhooks.list()).data).toEqual([])
  const reply = await app.call('GET', `${path}/${id}`)
  expect(reply).toMatchObject({ status: 404, body: { code: 'WEBHOOK_NOT_FOUND' } })
})

test.each([
  ['manager', 403, 403],
  ['rep', 403, 403],
  ['viewer', 403, 403],
  ['admin', 200, 201],
] as const)(
  'a key of a %s with all its permissions reads %i and creates %i',
  async (role, reads, creates) => {
    await using app = await startTestApp()
    const { workspaceId } = app.owner
    const { userId } = await app.newMember(workspaceId, role)
    const scopes = ['read', 'write', 'delete', ...(role === 'admin' ? ['admin' as const] : [])] as (
      | 'read'
      | 'write'
      | 'delete'
      | 'admin'
    )[]
    const key = await app.newKey({ workspaceId, userId, scopes })
    expect((await app.call('GET', path, { key })).status).toBe(reads)
    expect((await app.call('POST', path, { key, body: valid })).status).toBe(creates)
  },
)

test.each([
  ['manager', 200],
  ['rep', 403],
  ['viewer', 403],
] as const)('a signed-in %s reads %i and changes nothing', async (role, reads) => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const { browser } = await makeMember(app, workspace, role)
  const statusOf = async (method: string, body?: unknown) =>
    (await browser.send(method, path, body)).status
  expect(await statusOf('GET')).toBe(reads)
  expect(await statusOf('POST', valid)).toBe(403)
  expect((await browser.send('GET', '/functions/v1/events')).status).toBe(reads)
})

test('the catalogue has every event with a schema that its example fits', async () => {
  await using app = await startTestApp()
  const types = await app.client.webhooks.eventTypes()
  const created = types.find(({ name }) => name === 'recording.created')
  expect(created).toMatchObject({
    subject: 'recording',
    schema: {
      type: 'object',
      required: ['event', 'timestamp', 'data', 'id', 'workspace_id'],
      properties: { event: { const: 'recording.created' } },
    },
    example: { event: 'recording.created', data: { recording: { status: 'new' } } },
  })
  expect(types.map(({ name }) => name)).toContain('webhook.endpoint.failing')
})
