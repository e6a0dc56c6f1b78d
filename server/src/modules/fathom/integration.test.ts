import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { startFathomEmulator } from '../../providers/fathom/emulator.ts'
import { emulatedMeetings } from '../../providers/fathom/emulator-meetings.ts'

const path = '/functions/v1/integrations/fathom'

/** An app whose Fathom is an emulator with this many meetings. */
async function startBoth(count: number) {
  const emulator = await startFathomEmulator({
    apiKeys: ['right-key-1', 'right-key-2'],
    meetings: emulatedMeetings(count),
  })
  const app = await startTestApp({ environment: { FATHOM_API_URL: emulator.url } })
  return {
    app,
    emulator,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await emulator.stop()
    },
  }
}

const save = (app: TestApp, apiKey: string, more: object = {}) =>
  app.call('PUT', path, { body: { api_key: apiKey, ...more } })

test('a key is tried, with the number of meetings it leads to', async () => {
  await using both = await startBoth(15)
  const { app } = both
  const good = await app.call('POST', `${path}/test`, { body: { api_key: 'right-key-1' } })
  expect(good.body.data).toEqual({
    success: true,
    message: 'Connection successful - API key is valid',
    meetings_found: 15,
    has_more: false,
    api_version: 'v1',
  })
  const bad = await app.call('POST', `${path}/test`, { body: { api_key: 'wrong-key' } })
  expect(bad).toMatchObject({
    status: 200,
    body: {
      data: { success: false, message: 'Invalid API key - please check your credentials' },
    },
  })
  const none = await app.call('POST', `${path}/test`, { body: {} })
  expect(none).toMatchObject({ status: 404, body: { code: 'FATHOM_NOT_CONNECTED' } })
})

test('a limit and an absent Fathom are told apart from a bad key', async () => {
  await using both = await startBoth(1)
  const { app, emulator } = both
  const ask = async () => {
    const { body } = await app.call('POST', `${path}/test`, { body: { api_key: 'right-key-1' } })
    return (body.data as { message: string }).message
  }
  emulator.order({ status: 500 })
  expect(await ask()).toContain('500')
  emulator.order({ status: 429, headers: { 'retry-after': '30' } })
  expect(await ask()).toBe('Rate limit exceeded - try again in 30 s')
})

test('connecting creates a webhook, and what it delivers becomes a meeting', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  expect((await app.call('GET', path)).body.data).toMatchObject({ connected: false })
  const saved = await save(app, 'right-key-1', { destination_base_url: app.baseUrl })
  const [webhook] = emulator.webhooks.values()
  expect(saved.body.data).toMatchObject({
    connected: true,
    api_key_preview: '…ey-1',
    webhook_id: webhook?.id,
    webhook_url: `${app.baseUrl}/api/webhooks/fathom/${app.owner.userId}`,
  })
  expect(webhook).toMatchObject({ include_transcript: true, include_summary: true })

  const [delivery] = await emulator.deliver(emulator.record())
  expect(delivery).toMatchObject({ status: 200 })
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ successful: 1 })
  const list = await app.call('GET', '/functions/v1/api-v1-meetings')
  expect(list.body.data).toMatchObject([{ fathom_recording_id: '88000001' }])
})

test('a bad key is refused and leaves nothing behind', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  expect(await save(app, 'wrong-key')).toMatchObject({
    status: 422,
    body: { code: 'FATHOM_KEY_REFUSED' },
  })
  expect((await app.call('GET', path)).body.data.connected).toBe(false)
  expect(emulator.webhooks.size).toBe(0)
  emulator.order({ status: 503 })
  expect(await save(app, 'right-key-1')).toMatchObject({
    status: 502,
    body: { code: 'FATHOM_UNAVAILABLE' },
  })
})

test('another key takes the place of the former one, and its webhook goes', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  await save(app, 'right-key-1', { destination_base_url: app.baseUrl })
  const [former] = emulator.webhooks.values()
  await save(app, 'right-key-2', { destination_base_url: app.baseUrl })
  expect([...emulator.webhooks.keys()]).not.toContain(former?.id)
  expect(emulator.webhooks.size).toBe(1)
  const [delivery] = await emulator.deliver(emulator.record())
  expect(delivery).toMatchObject({ status: 200 })
})

test('disconnecting deletes the webhook and the key, and late deliveries are refused', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  await save(app, 'right-key-1', { destination_base_url: app.baseUrl })
  const [webhook] = emulator.webhooks.values()
  const gone = await app.call('DELETE', path)
  expect(gone.body.data).toEqual({ disconnected: true, webhook_deleted: true })
  expect(emulator.webhooks.size).toBe(0)
  const { rows } = await app.db.pool.query('select count(*) from fathom_integration')
  expect(rows).toEqual([{ count: 0 }])
  expect((await app.call('DELETE', path)).body.code).toBe('FATHOM_NOT_CONNECTED')

  if (webhook) emulator.webhooks.set(webhook.id, webhook)
  const [late] = await emulator.deliver(emulator.record())
  expect(late).toMatchObject({ status: 401 })
})

test('one can disconnect while Fathom is away', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  await save(app, 'right-key-1')
  emulator.order({ status: 'hang_up' })
  expect((await app.call('DELETE', path)).body.data).toMatchObject({ webhook_deleted: false })
  expect((await app.call('GET', path)).body.data.connected).toBe(false)
})

test('connections belong to a person, and their keys are stored encrypted', async () => {
  await using both = await startBoth(0)
  const { app } = both
  await save(app, 'right-key-1')
  const { workspaceId } = app.owner
  const rep = await app.newMember(workspaceId, 'rep')
  const scopes = ['read', 'write'] as const
  const key = await app.newKey({ workspaceId, userId: rep.userId, scopes })
  expect((await app.call('GET', path, { key })).body.data.connected).toBe(false)
  const other = await app.newWorkspace()
  expect((await app.call('GET', path, { key: other.apiKey })).body.data.connected).toBe(false)
  const { rows } = await app.db.pool.query(
    'select row_to_json(i)::text as row from fathom_integration i',
  )
  expect(rows[0].row).not.toMatch(/right-key-1|whsec_/)
})

test('two saves at the same moment leave one connection and one webhook', async () => {
  await using both = await startBoth(0)
  const { app, emulator } = both
  const replies = await Promise.all(
    ['right-key-1', 'right-key-2', 'right-key-1'].map((key) => save(app, key)),
  )
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
  const { data } = (await app.call('GET', path)).body
  expect([...emulator.webhooks.keys()]).toEqual([data.webhook_id])
})
