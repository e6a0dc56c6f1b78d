import type { MeetingDoor } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { signWebhook } from '../../platform/crypto/standard-webhooks.ts'

const topic = { topic: 'summary', shareId: 's1', meeting: { title: 'By a door' } }
const payload = { id: '1', meeting: { title: 'By a door' } }
const topics = '/functions/v1/meetings-webhook'

async function openDoor(app: TestApp, key = app.owner.apiKey) {
  const reply = await app.call('POST', '/functions/v1/integrations/fathom/door', { key })
  expect(reply.status).toBe(201)
  const { fathom_url, meetings_webhook_url, signing_secret } = reply.body.data as MeetingDoor
  const local = (url: string) => app.baseUrl + new URL(url).pathname + new URL(url).search
  return {
    fathom: local(fathom_url),
    topics: local(meetings_webhook_url),
    secret: signing_secret,
  }
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const reply = await fetch(url, { method: 'POST', headers, body: text })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

function signed(secret: string, body: string, at = Date.now()) {
  const message = { id: 'msg_1', timestamp: Math.floor(at / 1_000) }
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signWebhook(secret, message, body),
  }
}

const refused = { status: 401, body: { error: expect.any(String) } }

async function titles(app: TestApp, key = app.owner.apiKey): Promise<string[]> {
  const { body } = await app.call('GET', '/functions/v1/api-v1-meetings', { key })
  return (body.data as { title: string }[]).map(({ title }) => title)
}

test('without any proof both doors are closed', async () => {
  await using app = await startTestApp()
  expect(await post(app.baseUrl + topics, topic)).toMatchObject(refused)
  const { workspaceId, userId } = app.owner
  expect(await post(`${app.baseUrl}${topics}?workspace=${workspaceId}`, topic)).toMatchObject(
    refused,
  )
  expect(await post(`${app.baseUrl}/api/webhooks/fathom/${userId}`, payload)).toMatchObject(refused)
  expect(await titles(app)).toEqual([])
})

test('an address with a token lets in until another one is made', async () => {
  await using app = await startTestApp()
  const first = await openDoor(app)
  expect((await post(first.fathom, payload)).status).toBe(200)
  expect((await post(first.topics, topic)).status).toBe(200)
  expect(await titles(app)).toHaveLength(2)
  await openDoor(app)
  expect(await post(first.fathom, payload)).toMatchObject(refused)
  expect(await post(first.topics, topic)).toMatchObject(refused)
})

test('a token opens no other person’s door, and no other workspace’s', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const door = await openDoor(app)
  const theirs = door.fathom.replace(app.owner.userId, other.userId)
  expect(await post(theirs, payload)).toMatchObject(refused)
  expect((await post(door.topics, topic)).status).toBe(200)
  expect(await titles(app, other.apiKey)).toEqual([])
})

test('a signature over the bytes lets in, with either kind of address', async () => {
  await using app = await startTestApp()
  const { secret } = await openDoor(app)
  const { userId } = app.owner
  // Spaces that parsing and writing again would lose.
  const body = `{ "id": "1",   "meeting": { "title": "Sïgned" } }`
  const url = `${app.baseUrl}/api/webhooks/fathom/${userId}`
  expect((await post(url, body, signed(secret, body))).status).toBe(200)
  const text = JSON.stringify(topic)
  const open = `${app.baseUrl}${topics}?user=${userId}`
  expect((await post(open, text, signed(secret, text))).status).toBe(200)
  expect(await titles(app)).toEqual(expect.arrayContaining(['Sïgned', 'By a door']))
})

test('a wrong, old or foreign signature is refused, even beside a right token', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const { secret, fathom } = await openDoor(app)
  const foreign = await openDoor(app, other.apiKey)
  const text = JSON.stringify(payload)
  const url = fathom.replace(/\?.*/, '')
  const cases = [
    signed(secret, `${text} `),
    signed(foreign.secret, text),
    signed(secret, text, Date.now() - 400_000),
    { ...signed(secret, text), 'webhook-id': 'msg_2' },
    { ...signed(secret, text), 'webhook-signature': 'v1,' },
  ]
  for (const headers of cases) {
    expect(await post(url, text, headers)).toMatchObject(refused)
    expect(await post(fathom, text, headers)).toMatchObject(refused)
  }
  expect(await titles(app)).toEqual([])
})

test('a key lets in its own person, or anybody of the workspace when it sees all', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const rep = await app.newMember(workspaceId, 'rep')
  const of = (user: string) => `${app.baseUrl}/api/webhooks/fathom/${user}`
  const key = (scopes: string[], user = rep.userId) =>
    app.newKey({ workspaceId, userId: user, scopes: scopes as never })
  const narrow = { 'x-api-key': await key(['meetings:write']) }
  expect((await post(of(rep.userId), payload, narrow)).status).toBe(200)
  expect(await post(of(userId), payload, narrow)).toMatchObject(refused)
  expect((await post(of(rep.userId), payload, { 'x-api-key': app.owner.apiKey })).status).toBe(200)
  const reader = { authorization: `Bearer ${await key(['read'])}` }
  expect(await post(of(rep.userId), payload, reader)).toMatchObject({ status: 403 })
  const stranger = { 'x-api-key': (await app.newWorkspace()).apiKey }
  expect(await post(of(rep.userId), payload, stranger)).toMatchObject(refused)
  expect(await post(of(rep.userId), payload, { 'x-api-key': 'sk_nonsense' })).toMatchObject(refused)
})

test('the open form works only where it is switched on, and names its workspace', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const on = await app.call('PATCH', '/functions/v1/workspace', {
    body: { open_meetings_webhook: true },
  })
  expect(on.body.data).toMatchObject({ open_meetings_webhook: true })
  const url = `${app.baseUrl}${topics}`
  expect((await post(`${url}?workspace=${workspaceId}`, topic)).status).toBe(200)
  expect((await post(`${url}?workspace=test-${workspaceId}`, topic)).status).toBe(200)
  expect(await post(url, topic)).toMatchObject(refused)
  const other = await app.newWorkspace()
  expect(await post(`${url}?workspace=${other.workspaceId}`, topic)).toMatchObject(refused)
  expect(await titles(app)).toEqual(['By a door'])
})

test('secrets are stored so that a copy of the database opens nothing', async () => {
  await using app = await startTestApp()
  const { secret, fathom } = await openDoor(app)
  const { rows } = await app.db.pool.query('select row_to_json(d)::text as row from meeting_door d')
  const token = new URL(fathom).searchParams.get('token') ?? 'none'
  expect(rows[0].row).not.toContain(token)
  expect(rows[0].row).not.toContain(secret)
})
