import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { make, paths } from '../../../test/crm.ts'
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

const environment = allowLoopback

test('an event reaches the endpoints that want it, once, and is noted', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.end('thanks'))
  await makeEndpoint(app, `${receiver.url}/all`)
  await makeEndpoint(app, `${receiver.url}/deals`, { events: ['deal.*'] })
  await makeEndpoint(app, `${receiver.url}/contacts`, { events: ['contact.created'] })
  const contact = await make(app, 'contacts', { first_name: 'Ada' })
  await app.call('PUT', `${paths.contacts}/${contact.id}`, { body: { first_name: 'Ida' } })
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.length === 3 && rows.every(({ state }) => state === 'succeeded'),
  )
  const bodies = receiver.bodies()
  const told = receiver.received.map(({ path }, n) => `${path} ${String(bodies[n]?.['event'])}`)
  expect(told.sort()).toEqual([
    '/all contact.created',
    '/all contact.updated',
    '/contacts contact.created',
  ])
  expect(bodies[0]).toMatchObject({
    timestamp: expect.stringMatching(/^\d{4}-/) as unknown,
    workspace_id: app.owner.workspaceId,
    data: { id: contact.id },
  })
  const [attempt] = await attemptsOf(app)
  expect(attempt).toMatchObject({
    number: 1,
    trigger: 'schedule',
    response_status: 200,
    error: null,
  })
  expect(attempt?.response_body?.toString()).toBe('thanks')
})

test('filters on fields of the payload decide, and another workspace hears nothing', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const other = await app.newWorkspace()
  await makeEndpoint(app, `${receiver.url}/other`, { workspaceId: other.workspaceId })
  const filters = { title: ['CEO', 'CTO'] }
  await makeEndpoint(app, `${receiver.url}/heads`, { events: ['contact.created'], filters })
  for (const title of ['CEO', 'Intern', 'CTO']) await make(app, 'contacts', { title })
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => receiver.received.length,
    (count) => count === 2,
  )
  expect(receiver.received.map(({ path }) => path)).toEqual(['/heads', '/heads'])
  const { rows } = await app.db.pool.query(
    'select 1 from webhook_delivery where workspace_id = $1',
    [other.workspaceId],
  )
  expect(rows).toEqual([])
})

test('the plain signature holds for the raw body and for the parsed one', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const { secret } = await makeEndpoint(app, receiver.url)
  await make(app, 'contacts', { first_name: 'Zoë "Z" \u2028 🙂', last_name: '\\ / </script>' })
  await make(app, 'deals', { title: 'Renewal', value: 1234.5 })
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => receiver.received.length,
    (count) => count >= 2,
  )
  for (const { body, headers } of receiver.received) {
    const digest = (text: string) =>
      `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
    expect(headers['x-webhook-signature']).toBe(digest(body))
    expect(headers['x-webhook-signature']).toBe(digest(JSON.stringify(JSON.parse(body))))
    expect(headers['content-type']).toBe('application/json')
    expect(headers['webhook-id']).toBe((JSON.parse(body) as { id: string }).id)
  }
})

test('while a rotation lasts both secrets sign; own headers are sent, and hidden in the log', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const headers = { authorization: 'Bearer of-the-receiver', 'x-team': 'sales' }
  const endpoint = await makeEndpoint(app, receiver.url, {
    headers,
    previousSecret: 'before-12345678',
  })
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  const [attempt] = await eventually(
    () => attemptsOf(app),
    (rows) => rows.length === 1,
  )
  const [received] = receiver.received
  expect(received?.headers['authorization']).toBe('Bearer of-the-receiver')
  expect(attempt?.request_headers).not.toContain('of-the-receiver')
  expect(JSON.parse(attempt?.request_headers ?? '')).toMatchObject({
    authorization: '***',
    'x-team': '***',
  })
  const sign = (key: string) =>
    createHmac('sha256', key)
      .update(received?.body ?? '')
      .digest('hex')
  expect(received?.headers['x-webhook-signature']).toBe(`sha256=${sign(endpoint.secret)}`)
  expect(received?.headers['x-webhook-signature-previous']).toBe(
    `sha256=${sign('before-12345678')}`,
  )
  expect(String(received?.headers['webhook-signature']).split(' ')).toHaveLength(2)
})

test('what fails is tried again with the same id until it succeeds', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response, _received, count) => {
    response.writeHead(count < 3 ? 503 : 204).end()
  })
  await makeEndpoint(app, receiver.url)
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'succeeded',
  )
  expect(await deliveriesOf(app)).toMatchObject([{ attempts: 3, last_status: 204 }])
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  const attempts = await attemptsOf(app)
  expect(attempts.map(({ number, error }) => [number, error])).toEqual([
    [1, 'status'],
    [2, 'status'],
    [3, null],
  ])
})

test('an event that nobody takes is given up after its schedule, and the workspace is told', async () => {
  await using app = await startTestApp({ environment })
  await using refusing = await startReceiver((response) => response.writeHead(422).end('no'))
  await using listening = await startReceiver()
  await makeEndpoint(app, refusing.url, { events: ['contact.created'], schedule: [1] })
  await makeEndpoint(app, listening.url, { events: ['message.*'] })
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'failed',
  )
  expect(refusing.received).toHaveLength(2)
  await app.drain()
  await eventually(
    () => listening.bodies(),
    ([body]) => body !== undefined,
  )
  expect(listening.bodies()).toMatchObject([
    {
      event: 'message.exhausted',
      data: { message: { event: 'contact.created', attempts: 2, last_status: 422 } },
    },
  ])
})

test('redirects are failures and are not followed', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response, { path }) => {
    if (path === '/hook') response.writeHead(307, { location: '/elsewhere' }).end()
    else response.end()
  })
  await makeEndpoint(app, `${receiver.url}/hook`, { schedule: [] })
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'failed',
  )
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hook'])
  expect((await attemptsOf(app))[0]?.error_message).toContain('not followed')
})

test('410 Gone switches the endpoint off at once', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver((response) => response.writeHead(410).end())
  await makeEndpoint(app, receiver.url)
  await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    ([row]) => row?.state === 'failed',
  )
  const { rows } = await app.db.pool.query(
    'select is_active, disabled_reason from webhook_endpoint',
  )
  expect(rows).toEqual([{ is_active: false, disabled_reason: 'gone' }])
  await make(app, 'contacts', {})
  await app.drain()
  expect(await deliveriesOf(app)).toHaveLength(1)
})

test('of one subject, events of an endpoint in order arrive in order, with numbers', async () => {
  await using app = await startTestApp({ environment })
  let failures = 2
  await using receiver = await startReceiver((response, { body }) => {
    const isFirst = body.includes('contact.created')
    response.writeHead(isFirst && failures-- > 0 ? 500 : 200).end()
  })
  await makeEndpoint(app, receiver.url, { fifo: true })
  const contact = await make(app, 'contacts', {})
  const change = (title: string) =>
    app.call('PUT', `${paths.contacts}/${contact.id}`, { body: { title } })
  await change('One')
  await app.drain()
  await change('Two')
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => deliveriesOf(app),
    (rows) => rows.every(({ state }) => state === 'succeeded'),
  )
  const told = receiver.bodies().map(({ event, sequence }) => [event, sequence])
  expect(told).toEqual([
    ['contact.created', 1],
    ['contact.created', 1],
    ['contact.created', 1],
    ['contact.updated', 2],
    ['contact.updated', 3],
  ])
})

test('the rate of an endpoint is kept', async () => {
  await using app = await startTestApp({ environment })
  const at: number[] = []
  await using receiver = await startReceiver((response) => {
    at.push(performance.now())
    response.end()
  })
  await makeEndpoint(app, receiver.url, { rateLimit: 10 })
  for (let n = 0; n < 6; n += 1) await make(app, 'contacts', {})
  await app.drain()
  await using _sender = startSender(app)
  await eventually(
    () => at.length,
    (count) => count === 6,
  )
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(450)
})

test('a paused endpoint gets nothing until it is resumed', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  const { id } = await makeEndpoint(app, receiver.url)
  await app.db.pool.query('update webhook_endpoint set paused_at = now() where id = $1', [id])
  await make(app, 'contacts', {})
  await app.drain()
  await using sender = startSender(app)
  await make(app, 'contacts', {})
  await app.drain()
  sender.wake()
  await eventually(
    async () => (await app.db.pool.query('select 1 from webhook_delivery')).rows.length,
    (count) => count === 2,
  )
  expect(receiver.received).toEqual([])
  await app.db.pool.query('update webhook_endpoint set paused_at = null where id = $1', [id])
  await app.db.pool.query(
    'update webhook_lane set next_due_at = now(), generation = generation + 1',
  )
  await eventually(
    () => receiver.received.length,
    (count) => count === 2,
  )
})
