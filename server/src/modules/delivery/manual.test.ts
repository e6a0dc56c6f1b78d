import { expect, test } from 'vitest'
import { make } from '../../../test/crm.ts'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp } from '../../../test/test-app.ts'
import {
  allowLoopback,
  attemptsOf,
  deliveriesOf,
  makeEndpoint,
  startSender,
} from '../../../test/webhooks.ts'
import { queueReplay, recoverDeliveries, retryDelivery, sendTest } from './index.ts'
import { deleteOldDeliveries, expungeBodies } from './retention-queries.ts'

const environment = allowLoopback

test('a test is sent at once, even to an endpoint that is off, and says nothing of its health', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.writeHead(500).end('broken'))
  const { workspaceId, id } = await makeEndpoint(app, receiver.url, { events: ['deal.won'] })
  await app.db.pool.query('update webhook_endpoint set is_active = false')
  const wish = { workspaceId, endpointId: id, event: 'recording.created', data: { a: 1 } }
  const failed = await sendTest(app.context, wish)
  expect(failed).toMatchObject({
    succeeded: false,
    attempt: { number: 1, trigger: 'test', status: 500 },
  })
  receiver.answerWith((response) => response.end('fine'))
  expect(await sendTest(app.context, wish)).toMatchObject({ succeeded: true })
  expect(receiver.bodies()[0]).toMatchObject({ event: 'recording.created', data: { a: 1 } })
  expect((await deliveriesOf(app)).map(({ state, trigger }) => [trigger, state])).toEqual([
    ['test', 'failed'],
    ['test', 'succeeded'],
  ])
  const { rows } = await app.db.pool.query('select failures, last_success_at from webhook_lane')
  expect(rows).toEqual([{ failures: 0, last_success_at: null }])
  const other = await app.newWorkspace()
  expect(await sendTest(app.context, { ...wish, workspaceId: other.workspaceId })).toBeUndefined()
})

test('a delivery that failed is sent again by hand, with its id and the present secret', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.writeHead(500).end())
  const { workspaceId, id } = await makeEndpoint(app, receiver.url, { schedule: [] })
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  const [delivery] = await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'failed',
  )
  const wish = { workspaceId, endpointId: id, deliveryId: delivery?.id ?? '' }
  expect(await retryDelivery(app.context, wish)).toMatchObject({ succeeded: false })
  expect((await deliveriesOf(app))[0]?.state).toBe('failed')
  receiver.answerWith((response) => response.end())
  expect(await retryDelivery(app.context, wish)).toMatchObject({
    succeeded: true,
    attempt: { number: 3, trigger: 'manual' },
  })
  expect((await deliveriesOf(app))[0]?.state).toBe('succeeded')
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect((await attemptsOf(app)).map(({ number }) => number)).toEqual([1, 2, 3])
  const other = await app.newWorkspace()
  expect(
    await retryDelivery(app.context, { ...wish, workspaceId: other.workspaceId }),
  ).toBeUndefined()
})

test('everything that failed since then is recovered, and what succeeded is left alone', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.writeHead(400).end())
  const { workspaceId, id } = await makeEndpoint(app, receiver.url, { schedule: [], fifo: true })
  for (let n = 0; n < 3; n += 1) await make(app, 'contacts', {})
  await app.drain()
  await using sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.length === 3 && rows.every(({ state }) => state === 'failed'),
  )
  receiver.answerWith((response) => response.end())
  const later = new Date(Date.now() + 60_000)
  const wish = { workspaceId, endpointId: id }
  expect(await recoverDeliveries(app.context, { ...wish, since: later })).toBe(0)
  const since = new Date(Date.now() - 60_000)
  expect(await recoverDeliveries(app.context, { ...wish, since })).toBe(3)
  sender.wake()
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.every(({ state }) => state === 'succeeded'),
  )
  expect(await recoverDeliveries(app.context, { ...wish, since })).toBe(0)
  expect(receiver.received).toHaveLength(6)
})

test('a replay sends what the endpoint wants and never got, once, in order', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  await make(app, 'contacts', { first_name: 'Before' })
  await make(app, 'deals', { title: 'Not wanted' })
  await app.drain()
  const { workspaceId, id } = await makeEndpoint(app, receiver.url, { events: ['contact.*'] })
  await make(app, 'contacts', { first_name: 'After' })
  await app.drain()
  const since = new Date(Date.now() - 60_000)
  for (let round = 0; round < 2; round += 1) {
    await queueReplay(app.context, { workspaceId, endpointId: id, since })
    await app.drain()
  }
  expect(
    (await deliveriesOf(app)).map(({ event, trigger }) => `${event} ${trigger}`).sort(),
  ).toEqual(['contact.created event', 'contact.created replay'])
  await using _sender = startSender(app)
  await eventually(
    () => receiver.received.length,
    (count) => count === 2,
  )
  await queueReplay(app.context, {
    workspaceId,
    endpointId: id,
    since,
    events: ['contact.deleted'],
  })
  await app.drain()
  expect(await deliveriesOf(app)).toHaveLength(2)
})

test('old deliveries go with their attempts and bodies; what is on its way stays', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  await makeEndpoint(app, receiver.url)
  await make(app, 'contacts', {})
  await app.drain()
  await using sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'succeeded',
  )
  await sender.stop(1_000)
  await make(app, 'contacts', {})
  await app.drain()
  const past = new Date(Date.now() - 60_000)
  expect(await deleteOldDeliveries(app.db, past)).toBe(0)
  const future = new Date(Date.now() + 60_000)
  while ((await deleteOldDeliveries(app.db, future)) > 0);
  expect((await deliveriesOf(app)).map(({ state }) => state)).toEqual(['pending'])
  expect(await attemptsOf(app)).toEqual([])
  const { rows } = await app.db.pool.query('select 1 from webhook_message')
  expect(rows).toHaveLength(1)
})

test('bodies about a person who is deleted for good are emptied, and not sent any more', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  await makeEndpoint(app, receiver.url)
  const kept = await make(app, 'contacts', { first_name: 'Kept' })
  const gone = await make(app, 'contacts', { first_name: 'Gone' })
  await app.drain()
  await app.db.pool.query('delete from contact where id = $1', [gone.id])
  expect(await expungeBodies(app.db)).toBe(1)
  expect(await expungeBodies(app.db)).toBe(0)
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.every(({ state }) => state !== 'pending'),
  )
  expect(receiver.bodies()).toMatchObject([{ data: { id: kept.id } }])
  const errors = (await deliveriesOf(app)).map(({ last_error }) => String(last_error))
  expect(errors.sort()).toEqual(['expunged', 'null'])
})
