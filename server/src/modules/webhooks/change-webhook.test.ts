import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { insertDelivery, makeWebhook } from '../../../test/webhook-records.ts'
import { unseal } from '../../platform/crypto/seal.ts'

const path = '/functions/v1/webhooks'

async function secretsOf(app: TestApp, id: string) {
  const { rows } = await app.db.pool.query<{ secret: string; previous: string | null }>(
    'select secret, previous_secret as previous from webhook_endpoint where id = $1',
    [id],
  )
  const open = (sealed: string | null | undefined) =>
    sealed ? unseal(app.context.config.encryptionKey, `webhook_endpoint:${id}`, sealed) : null
  return { secret: open(rows[0]?.secret), previous: open(rows[0]?.previous) }
}

async function laneOf(app: TestApp, id: string) {
  const { rows } = await app.db.pool.query<Record<string, unknown>>(
    `select generation, failures, failing_spells, warned, parked_times, parked_until, failing_since,
       last_success_at is not null as succeeded, next_due_at < 'infinity' as due
     from webhook_lane where endpoint_id = $1`,
    [id],
  )
  return rows[0] ?? {}
}

test('only what is sent changes', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app, {
    body: { description: 'Orders', rate_limit: 5, filters: { owner_id: 'x' } },
  })
  const before = await app.client.webhooks.get(id)
  const after = await app.client.webhooks.update(id, { fifo: true })
  expect(after).toEqual({ ...before, fifo: true, updated_at: expect.any(String) })
  const cleared = await app.client.webhooks.update(id, {
    description: null,
    rate_limit: null,
    filters: {},
    retry_policy: { schedule: [1, 2] },
  })
  expect(cleared).toMatchObject({
    description: null,
    rate_limit: null,
    filters: {},
    retry_policy: { schedule: [1, 2], max_age: 388_800 },
  })
})

test('headers are replaced, and three asterisks keep a value', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app, {
    body: { headers: { Authorization: 'one', 'x-b': 'two' } },
  })
  await app.client.webhooks.update(id, { headers: { authorization: '***', 'x-c': 'three' } })
  const { rows } = await app.db.pool.query<{ headers: string }>(
    'select headers from webhook_endpoint where id = $1',
    [id],
  )
  const key = app.context.config.encryptionKey
  expect(JSON.parse(unseal(key, `webhook_endpoint_headers:${id}`, rows[0]?.headers ?? ''))).toEqual(
    { authorization: 'one', 'x-c': 'three' },
  )
})

test('another address is judged like the first one', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  const reply = await app.call('PATCH', `${path}/${id}`, { body: { url: 'https://10.0.0.1/' } })
  expect(reply).toMatchObject({ status: 400, body: { details: { field: 'url' } } })
})

test('every change makes the sender look again', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  const generations: unknown[] = [(await laneOf(app, id)).generation]
  const steps = [
    () => app.client.webhooks.update(id, { fifo: true }),
    () => app.client.webhooks.pause(id),
    () => app.client.webhooks.resume(id),
    () => app.client.webhooks.rotateSecret(id, {}),
  ]
  for (const step of steps) {
    await step()
    generations.push((await laneOf(app, id)).generation)
  }
  expect(generations).toEqual([1, 2, 3, 4, 5])
  expect(await laneOf(app, id)).toMatchObject({ due: true })
})

test('a paused webhook says since when, and pausing again does not change it', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  const paused = await app.client.webhooks.pause(id)
  expect(paused).toMatchObject({ status: 'paused', paused_at: expect.any(String) })
  expect((await app.client.webhooks.pause(id)).paused_at).toBe(paused.paused_at)
  expect(await app.client.webhooks.resume(id)).toMatchObject({ status: 'active', paused_at: null })
})

async function fail(app: TestApp, id: string): Promise<void> {
  await app.db.pool.query(
    `update webhook_lane set failures = 61, failing_since = now() - interval '5 days',
       failing_spells = 9, last_spell_at = now(), last_failure_at = now(), warned = 2,
       last_success_at = now() - interval '5 days', parked_times = 7,
       parked_until = now() + interval '1 hour' where endpoint_id = $1`,
    [id],
  )
}

test('its health is shown, and forgotten when somebody switches it on again', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  await fail(app, id)
  expect(await app.client.webhooks.get(id)).toMatchObject({
    status: 'failing',
    failures: 61,
    failing_since: expect.any(String),
    last_failure_at: expect.any(String),
    parked_until: expect.any(String),
  })
  await app.db.pool.query(
    `update webhook_endpoint set is_active = false, disabled_reason = 'failing', disabled_at = now()
     where id = $1`,
    [id],
  )
  expect(await app.client.webhooks.get(id)).toMatchObject({
    status: 'disabled',
    disabled_reason: 'failing',
    disabled_at: expect.any(String),
  })
  expect(await app.client.webhooks.update(id, { is_active: true })).toMatchObject({
    status: 'active',
    disabled_reason: null,
    disabled_at: null,
    failures: 0,
    failing_since: null,
    parked_until: null,
    last_success_at: expect.any(String),
  })
  expect(await laneOf(app, id)).toMatchObject({ failing_spells: 0, warned: 0, parked_times: 0 })
})

test('a change of something else leaves its health alone', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  await fail(app, id)
  const changed = await app.client.webhooks.update(id, { is_active: true, description: 'x' })
  expect(changed).toMatchObject({ status: 'failing', failures: 61 })
})

test('what a person switches off is off, not disabled', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  await app.db.pool.query(
    `update webhook_endpoint set is_active = false, disabled_reason = 'gone', disabled_at = now()
     where id = $1`,
    [id],
  )
  expect(await app.client.webhooks.update(id, { is_active: false })).toMatchObject({
    status: 'off',
    disabled_reason: null,
  })
})

test('the old secret signs too until the overlap ends, and only one old one does', async () => {
  await using app = await startTestApp()
  const { id, secret: first } = await makeWebhook(app)
  const second = await app.client.webhooks.rotateSecret(id, {})
  expect(second.secret).not.toBe(first)
  expect(await secretsOf(app, id)).toEqual({ secret: second.secret, previous: first })
  const hours = (Date.parse(second.previous_secret_until ?? '') - Date.now()) / 3_600_000
  expect(hours).toBeCloseTo(24, 1)

  const third = await app.client.webhooks.rotateSecret(id, {
    secret: 'my own secret 123',
    overlap_hours: 1,
  })
  expect(third.secret).toBe('my own secret 123')
  expect(await secretsOf(app, id)).toEqual({ secret: third.secret, previous: second.secret })

  const last = await app.client.webhooks.rotateSecret(id, { overlap_hours: 0 })
  expect(last.previous_secret_until).toBeNull()
  expect(await secretsOf(app, id)).toEqual({ secret: last.secret, previous: null })
})

test('deleting a webhook deletes its log', async () => {
  await using app = await startTestApp()
  const { id } = await makeWebhook(app)
  const { workspaceId } = app.owner
  await insertDelivery(app, { workspaceId, webhookId: id })
  expect(await app.client.webhooks.delete(id)).toEqual({ id, deleted: true })
  expect((await app.call('GET', `${path}/${id}`)).status).toBe(404)
  const { rows } = await app.db.pool.query(
    `select 1 from webhook_delivery union all select 1 from webhook_attempt
     union all select 1 from webhook_lane`,
  )
  expect(rows).toEqual([])
})
