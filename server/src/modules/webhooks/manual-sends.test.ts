import { verifyWebhook } from '@parley/sdk'
import { expect, test } from 'vitest'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { makeWebhook } from '../../../test/webhook-records.ts'
import { allowLoopback, startSender } from '../../../test/webhooks.ts'

const path = '/functions/v1/webhooks'

async function startWithReceiver() {
  const app = await startTestApp({ environment: allowLoopback })
  const receiver = await startReceiver()
  const webhook = await makeWebhook(app, { body: { url: receiver.url } })
  return {
    app,
    receiver,
    webhook,
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

test('a test sends the example of the catalogue, signed, and answers what came of it', async () => {
  await using made = await startWithReceiver()
  const { app, receiver, webhook } = made
  const sent = await app.client.webhooks.test(webhook.id, { event: 'company.created' })
  expect(sent).toMatchObject({
    succeeded: true,
    attempt: {
      number: 1,
      trigger: 'test',
      succeeded: true,
      response: { status: 200 },
      error: null,
    },
  })
  const [got] = receiver.received
  const event = await verifyWebhook(got?.body ?? '', got?.headers ?? {}, webhook.secret)
  expect(event).toMatchObject({
    event: 'company.created',
    data: { name: 'Lumen Logistics' },
    id: sent.message_id,
  })
  const shown = await app.client.webhooks.delivery({
    id: webhook.id,
    deliveryId: sent.delivery_id,
  })
  expect(shown).toMatchObject({ trigger: 'test', body: got?.body, log: [sent.attempt] })
})

test('a test may have data of its own, and says why it failed', async () => {
  await using made = await startWithReceiver()
  const { app, receiver, webhook } = made
  receiver.answerWith((response) => {
    response.writeHead(418, { server: 'teapot' })
    response.end('short and stout')
  })
  const data = { anything: [1, 2] }
  const sent = await app.client.webhooks.test(webhook.id, { event: 'deal.created', data })
  expect(receiver.bodies()[0]).toMatchObject({ event: 'deal.created', data })
  expect(sent).toMatchObject({
    succeeded: false,
    attempt: {
      response: { status: 418, headers: { server: 'teapot' }, body: 'short and stout' },
      error: 'status',
      message: expect.stringContaining('418'),
    },
  })
  expect(await app.client.webhooks.get(webhook.id)).toMatchObject({ failures: 0 })
  const unknown = await app.call('POST', `${path}/${webhook.id}/test`, {
    body: { event: 'deal.exploded' },
  })
  expect(unknown).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('deal.exploded') },
  })
})

test('a delivery is sent again at once, with the same id', async () => {
  await using made = await startWithReceiver()
  const { app, receiver, webhook } = made
  const first = await app.client.webhooks.test(webhook.id, { event: 'deal.created' })
  const again = await app.client.webhooks.retry({ id: webhook.id, deliveryId: first.delivery_id })
  expect(again).toMatchObject({
    delivery_id: first.delivery_id,
    message_id: first.message_id,
    attempt: { number: 2, trigger: 'manual' },
  })
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toEqual([first.message_id, first.message_id])
})

test('what failed is sent again, and what it never got is sent too', async () => {
  await using made = await startWithReceiver()
  const { app, receiver, webhook } = made
  await app.client.webhooks.update(webhook.id, {
    events: ['company.created'],
    retry_policy: { schedule: [] },
  })
  const since = new Date(Date.now() - 60_000).toISOString()
  receiver.answerWith((response) => void response.writeHead(500).end())
  await app.client.companies.create({ name: 'First' })
  await using _sender = startSender(app)
  await app.drain()
  await expect
    .poll(async () => (await app.client.webhooks.deliveries(webhook.id, {})).data[0]?.status, {
      timeout: 10_000,
    })
    .toBe('failed')

  receiver.answerWith((response) => void response.end())
  expect(await app.client.webhooks.recover(webhook.id, { since })).toEqual({ queued: 1 })
  await expect
    .poll(async () => (await app.client.webhooks.deliveries(webhook.id, {})).data[0]?.status, {
      timeout: 10_000,
    })
    .toBe('succeeded')

  const { id: late } = await makeWebhook(app, {
    body: { url: `${receiver.url}/late`, events: ['company.*'] },
  })
  expect(await app.client.webhooks.replay(late, { since })).toEqual({ queued: true })
  await app.drain()
  await expect
    .poll(() => receiver.received.filter((one) => one.path === '/late').length, { timeout: 10_000 })
    .toBe(1)
})

test('nothing is queued for a webhook that is off', async () => {
  await using made = await startWithReceiver()
  const { app, webhook } = made
  await app.client.webhooks.update(webhook.id, { is_active: false })
  const body = { since: '2026-01-01T00:00:00Z' }
  for (const what of ['recover', 'replay']) {
    const reply = await app.call('POST', `${path}/${webhook.id}/${what}`, { body })
    expect(reply).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
  }
})
