import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { insertDelivery, makeWebhook } from '../../../test/webhook-records.ts'

test('a delivery is shown with its body and every attempt', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id: webhookId } = await makeWebhook(app)
  const { id, messageId, subjectId } = await insertDelivery(app, { workspaceId, webhookId })
  const shown = await app.client.webhooks.delivery({ id: webhookId, deliveryId: id })
  expect(shown).toMatchObject({
    id,
    webhook_id: webhookId,
    message_id: messageId,
    subject_id: subjectId,
    event: 'deal.stage_changed',
    trigger: 'event',
    status: 'failed',
    attempts: 1,
    last_status: 503,
    body: expect.stringContaining('"ä"'),
    payload: { event: 'deal.stage_changed', data: { ä: 1 } },
    log: [
      {
        number: 1,
        trigger: 'schedule',
        succeeded: false,
        duration_ms: 12.5,
        timing: { dns_ms: 1, connect_ms: 2, tls_ms: 3, first_byte_ms: 4 },
        request: { headers: { 'webhook-id': 'x' } },
        response: { status: 503, headers: { server: 'nginx' }, body: 'Busy', cut: true },
        error: 'status',
        message: 'The answer was 503.',
      },
    ],
  })
  await app.db.pool.query('update webhook_message set body = null')
  expect(await app.client.webhooks.delivery({ id: webhookId, deliveryId: id })).toMatchObject({
    body: null,
    payload: null,
  })
})

test('deliveries are filtered and go page by page, newest first', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id: webhookId } = await makeWebhook(app)
  const make = (wanted: Partial<Parameters<typeof insertDelivery>[1]>) =>
    insertDelivery(app, { workspaceId, webhookId, ...wanted })
  const old = await make({ createdAt: '2026-01-01T00:00:00Z' })
  const waiting = await make({ state: 'pending', event: 'recording.created' })
  const done = await make({ state: 'succeeded', event: 'recording.deleted' })
  const list = async (query: Parameters<typeof app.client.webhooks.deliveries>[1]) => {
    const { data } = await app.client.webhooks.deliveries(webhookId, query)
    return data.map(({ id }) => id)
  }
  expect(await list({})).toEqual([done.id, waiting.id, old.id])
  expect(await list({ status: 'pending' })).toEqual([waiting.id])
  expect(await list({ event: 'recording.*' })).toEqual([done.id, waiting.id])
  expect(await list({ event: 'deal.stage_changed' })).toEqual([old.id])
  expect(await list({ subject_id: old.subjectId })).toEqual([old.id])
  expect(await list({ until: '2026-01-02T00:00:00Z' })).toEqual([old.id])
  expect(await list({ since: '2026-01-02T00:00:00Z' })).toEqual([done.id, waiting.id])
  expect(await list({ trigger: 'replay' })).toEqual([])
  const first = await app.client.webhooks.deliveries(webhookId, { limit: 2 })
  expect(first.pagination).toMatchObject({ hasMore: true, nextCursor: waiting.id })
  expect(await list({ cursor: waiting.id })).toEqual([old.id])
  expect(first.data[1]?.next_attempt_at, 'it waits for another').toBeNull()
})

test('a delivery belongs to one webhook', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id: webhookId } = await makeWebhook(app)
  const { id: otherId } = await makeWebhook(app)
  const { id } = await insertDelivery(app, { workspaceId, webhookId })
  const reply = await app.call('GET', `/functions/v1/webhooks/${otherId}/deliveries/${id}`)
  expect(reply).toMatchObject({ status: 404, body: { code: 'WEBHOOK_DELIVERY_NOT_FOUND' } })
})

test('figures over time come from the counted attempts', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id } = await makeWebhook(app)
  await app.db.pool.query(
    `insert into webhook_hour values ($1, $2, date_trunc('hour', now()), true, 10, 3),
       ($1, $2, date_trunc('hour', now()), false, 1000, 1),
       ($1, $2, date_trunc('hour', now()) - interval '20 days', true, 10, 100)`,
    [workspaceId, id],
  )
  const day = await app.client.webhooks.stats(id)
  expect(day).toMatchObject({
    range: '24h',
    attempts: 4,
    succeeded: 3,
    success_rate: 0.75,
    p50_ms: 10,
    p95_ms: 1_000,
  })
  expect(day.series).toHaveLength(24)
  expect(day.series.at(-1)).toMatchObject({ attempts: 4 })
  expect(await app.client.webhooks.stats(id, { range: '30d' })).toMatchObject({ attempts: 104 })
})
