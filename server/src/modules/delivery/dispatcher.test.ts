import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { make } from '../../../test/crm.ts'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startProcess } from '../../../test/server-process.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import {
  allowLoopback,
  attemptsOf,
  deliveriesOf,
  makeEndpoint,
  startSender,
} from '../../../test/webhooks.ts'
import { startDispatcher } from './index.ts'

const environment = allowLoopback
const hour = 3_600

/** A port on which nobody listens, for now. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function makeContacts(app: TestApp, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await make(app, 'contacts', {})
  await app.drain()
}

async function laneHealth(app: TestApp) {
  const { rows } = await app.db.pool.query<{
    failures: number
    warned: number
    parked_until: string | null
  }>('select failures, warned, parked_until from webhook_lane')
  return rows[0]
}

const succeeded = async (app: TestApp, endpointId: string) =>
  (await deliveriesOf(app)).filter(
    (row) => row.endpoint_id === endpointId && row.state === 'succeeded',
  ).length

test('a receiver that was down gets everything soon after it is back, whatever the schedule', async () => {
  await using app = await startTestApp({ environment })
  const port = await unusedPort()
  const { id } = await makeEndpoint(app, `http://127.0.0.1:${port}/`, {
    schedule: [hour, hour],
    maxConcurrency: 3,
  })
  await makeContacts(app, 20)
  await using _sender = startSender(app)
  const parked = await eventually(
    () => laneHealth(app),
    (lane) => lane?.parked_until != null,
  )
  // Once parked, the rest is not even tried: a dead receiver costs one request now and then.
  expect(parked?.failures).toBeLessThanOrEqual(8)
  const received: string[] = []
  const server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']))
    request.resume().on('end', () => response.end())
  }).listen(port, '127.0.0.1')
  try {
    await eventually(
      () => succeeded(app, id),
      (count) => count === 20,
      30_000,
    )
  } finally {
    server.closeAllConnections()
    server.close()
  }
  expect(new Set(received).size).toBe(20)
  const { rows } = await app.db.pool.query(
    'select failures, warned, parked_until from webhook_lane',
  )
  expect(rows).toEqual([{ failures: 0, warned: 0, parked_until: null }])
  const events = await app.db.pool.query<{ name: string }>(
    `select name from event where name like 'webhook.%' order by seq`,
  )
  expect(events.rows.map(({ name }) => name)).toEqual([
    'webhook.endpoint.failing',
    'webhook.endpoint.recovered',
  ])
})

test('one dead and one slow receiver do not hold up a hundred good ones', async () => {
  await using app = await startTestApp({ environment })
  const slow: (() => void)[] = []
  await using receiver = await startReceiver((response, { path }) => {
    if (path === '/slow') slow.push(() => response.end())
    else response.end()
  })
  await makeEndpoint(app, `http://127.0.0.1:${await unusedPort()}/dead`)
  const slowEndpoint = await makeEndpoint(app, `${receiver.url}/slow`)
  for (let n = 0; n < 100; n += 1) await makeEndpoint(app, `${receiver.url}/good/${n}`)
  await makeContacts(app, 3)
  await using _sender = startSender(app)
  await eventually(
    () => receiver.received.filter(({ path }) => path.startsWith('/good/')).length,
    (count) => count === 300,
  )
  expect(await succeeded(app, slowEndpoint.id)).toBe(0)
  expect(slow).toHaveLength(3)
  for (const answer of slow) answer()
  await eventually(
    () => succeeded(app, slowEndpoint.id),
    (count) => count === 3,
  )
})

test('a refusal of one event does not park the receiver', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response, { body }) => {
    response.writeHead(body.includes('"bad"') ? 422 : 200).end()
  })
  const { id } = await makeEndpoint(app, receiver.url, { schedule: [hour] })
  for (let n = 0; n < 8; n += 1) await make(app, 'contacts', { title: 'bad' })
  await make(app, 'contacts', { title: 'good' })
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => succeeded(app, id),
    (count) => count === 1,
  )
  expect(receiver.received).toHaveLength(9)
})

test('when the sender is killed under way, another one sends again, with the same id', async () => {
  await using app = await startTestApp({ environment })
  let isHolding = true
  await using receiver = await startReceiver((response) => {
    if (!isHolding) response.end()
  })
  const { id } = await makeEndpoint(app, receiver.url)
  await makeContacts(app, 5)
  const { encryptionKey = '' } = app.context.config
  const doomed = startProcess('src/main.ts', {
    ...environment,
    DATABASE_URL: app.url,
    DATA_DIR: app.dataDir,
    ENCRYPTION_KEY: encryptionKey,
    PORT: '0',
  })
  await eventually(
    () => receiver.received.length,
    (count) => count === 5,
    30_000,
  )
  doomed.signal('SIGKILL')
  await doomed.closed
  isHolding = false
  await using _sender = startSender(app)
  await eventually(
    () => succeeded(app, id),
    (count) => count === 5,
    30_000,
  )
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toHaveLength(10)
  expect(new Set(ids).size).toBe(5)
  expect(await attemptsOf(app)).toHaveLength(5)
})

test('two senders at once send everything once', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const endpoints = await Promise.all(
    Array.from({ length: 4 }, (_, n) => makeEndpoint(app, `${receiver.url}/${n}`)),
  )
  await using _one = startSender(app)
  await using _other = startSender(app)
  await makeContacts(app, 25)
  await eventually(
    async () => (await deliveriesOf(app)).filter(({ state }) => state === 'succeeded').length,
    (count) => count === 25 * endpoints.length,
  )
  expect(receiver.received).toHaveLength(25 * endpoints.length)
})

test('an endpoint that a sender took without hearing of it is sent to all the same', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  await makeEndpoint(app, receiver.url)
  await makeContacts(app, 1)
  const node = v7()
  // As if the connection had broken before the answer came. Holds are renewed every five seconds.
  await app.db.pool.query(
    `update webhook_lane set leased_by = $1, leased_until = now() + interval '7 seconds'`,
    [node],
  )
  const ids = [node]
  const dispatcher = startDispatcher({ ...app.context, newId: () => ids.pop() ?? v7() })
  try {
    await eventually(
      () => receiver.received,
      ({ length }) => length === 1,
    )
  } finally {
    await dispatcher.stop(1_000)
  }
  expect(ids).toEqual([])
})

test('an endpoint whose secret cannot be opened fails alone, with the reason', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const locked = await makeEndpoint(app, `${receiver.url}/locked`, { schedule: [] })
  await app.db.pool.query(`update webhook_endpoint set secret = 'v1.AAAA' where id = $1`, [
    locked.id,
  ])
  const { id } = await makeEndpoint(app, `${receiver.url}/good`)
  await makeContacts(app, 1)
  await using _sender = startSender(app)
  await eventually(
    () => succeeded(app, id),
    (count) => count === 1,
  )
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.some(({ last_error }) => last_error === 'refused'),
  )
  expect(receiver.received.map(({ path }) => path)).toEqual(['/good'])
})

test('owners and admins get a mail when an endpoint keeps failing, once', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.writeHead(400).end())
  await app.newMember(app.owner.workspaceId, 'admin')
  await app.newMember(app.owner.workspaceId, 'rep')
  await makeEndpoint(app, receiver.url, { schedule: [] })
  await makeContacts(app, 8)
  await using _sender = startSender(app)
  await eventually(
    () => receiver.received.length,
    (count) => count >= 8,
  )
  await eventually(
    async () =>
      (await app.db.pool.query(`select 1 from event where name = 'webhook.endpoint.failing'`))
        .rowCount,
    (count) => count === 1,
  )
  await app.drain()
  const { readdir, readFile } = await import('node:fs/promises')
  const outbox = `${app.dataDir}/outbox`
  const mails = await Promise.all(
    (await readdir(outbox)).map((file) => readFile(`${outbox}/${file}`, 'utf8')),
  )
  expect(mails).toHaveLength(2)
  for (const mail of mails) expect(mail).toContain('webhook')
})
