import { expect, test } from 'vitest'
import { make, paths } from '../../../test/crm.ts'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { allowLoopback, makeEndpoint, startSender } from '../../../test/webhooks.ts'

const environment = allowLoopback

/** Every delivery there is, oldest first. */
async function deliveries(app: TestApp) {
  const { rows } = await app.db.pool.query<{
    event: string
    state: string
    attempts: number
    last_status: number | null
    last_error: string | null
  }>('select event, state, attempts, last_status, last_error from webhook_delivery order by id')
  return rows
}

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
    () => deliveries(app),
    (rows) => rows.length === 3 && rows.every(({ state }) => state === 'succeeded'),
  )
  const told = receiver.received.map(
    ({ path }, n) => `${path} ${String(receiver.bodies()[n]?.['event'])}`,
  )
  expect(told.sort()).toEqual([
    '/all contact.created',
    '/all contact.updated',
    '/contacts contact.created',
  ])
  expect(receiver.bodies()[0]).toMatchObject({
    timestamp: expect.stringMatching(/^\d{4}-/),
    workspace_id: app.owner.workspaceId,
    data: { id: contact.id },
  })
})
