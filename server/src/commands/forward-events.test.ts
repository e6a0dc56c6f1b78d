import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '@parley/sdk'
import { expect, test } from 'vitest'
import { eventually } from '../../test/eventually.ts'
import { startReceiver } from '../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../test/test-app.ts'
import { forwardEvents, Refused } from './forward-events.ts'

const secret = 'whsec_bGlzdGVuIHRvIHRoZSBldmVudHMgb2YgYSB3b3Jrc3BhY2U='

/** Listens in the background until the test is over; begun once this returns. */
async function startListening(
  app: TestApp,
  wanted: { readonly forward: string; readonly events?: string },
) {
  const controller = new AbortController()
  const lines: string[] = []
  const ended = forwardEvents({
    url: app.baseUrl,
    apiKey: app.owner.apiKey,
    forward: wanted.forward,
    events: wanted.events,
    secret,
    print: (line) => lines.push(line),
    signal: controller.signal,
    pauseMs: 20,
  })
  await eventually(
    () => lines,
    () => lines.includes('Listening.'),
  )
  return {
    lines,
    async [Symbol.asyncDispose]() {
      controller.abort()
      await ended
    },
  }
}

test('each event is posted with both signatures, and a line is printed', async () => {
  await using app = await startTestApp()
  await using receiver = await startReceiver()
  await using listening = await startListening(app, { forward: `${receiver.url}/hook` })
  await app.client.companies.create({ name: 'Lumen' })
  await eventually(
    () => receiver.received.length,
    (count) => count === 1,
  )
  const [{ body, headers, path } = { body: '', headers: {}, path: '' }] = receiver.received
  expect(path).toBe('/hook')
  for (const scheme of ['standard', 'plain'] as const) {
    const event = await verifyWebhook(body, headers, secret, { scheme })
    expect(event).toMatchObject({ event: 'company.created', data: { name: 'Lumen' } })
  }
  await eventually(
    () => listening.lines.at(-1) ?? '',
    (line) => /company\.created +[0-9a-f-]{36} +200/.test(line),
  )
})

test('only the events asked for are posted', async () => {
  await using app = await startTestApp()
  await using receiver = await startReceiver()
  await using _listening = await startListening(app, { forward: receiver.url, events: 'contact.*' })
  await app.client.companies.create({ name: 'Lumen' })
  await app.client.contacts.create({ first_name: 'Nadia', email: 'nadia@lumen.example' })
  await eventually(
    () => receiver.received.length,
    (count) => count > 0,
  )
  expect(receiver.bodies().map(({ event }) => event)).toEqual(['contact.created'])
})

test('a receiver that is away gets everything once it is back, in order', async () => {
  await using app = await startTestApp()
  const place = await startReceiver()
  await place[Symbol.asyncDispose]()
  await using listening = await startListening(app, { forward: place.url })
  await app.client.companies.create({ name: 'First' })
  await app.client.companies.create({ name: 'Second' })
  await eventually(
    () => listening.lines,
    (lines) => lines.some((line) => line.startsWith('Waiting for the receiver')),
  )
  const names: string[] = []
  await using _back = await listenAgain(place.url, (body) => {
    names.push((JSON.parse(body) as { data: { name: string } }).data.name)
  })
  await eventually(
    () => names.length,
    (count) => count === 2,
  )
  expect(names).toEqual(['First', 'Second'])
})

async function listenAgain(url: string, take: (body: string) => void) {
  const server: Server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      take(body)
      response.end()
    })
  })
  server.listen(Number(new URL(url).port), '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('a server that is away for a while loses nothing', async () => {
  await using app = await startTestApp()
  await using receiver = await startReceiver()
  await using listening = await startListening(app, { forward: receiver.url })
  let isDown = true
  // As a proxy answers while the server behind it restarts.
  app.http.server.prependListener('request', (_request, response) => {
    if (isDown) response.socket?.destroy()
  })
  app.http.server.closeAllConnections()
  await eventually(
    () => listening.lines,
    (lines) => lines.some((line) => line.startsWith('Waiting for the server')),
  )
  const { context } = app
  await context.db.pool.query(
    `insert into event (workspace_id, id, name, subject_type, subject_id, payload)
     values ($1, $2, 'company.created', 'company', $2, '{"name":"Meanwhile"}')`,
    [app.owner.workspaceId, context.newId()],
  )
  isDown = false
  await eventually(
    () => receiver.bodies(),
    (bodies) => bodies.length === 1,
  )
  expect(receiver.bodies()[0]).toMatchObject({ data: { name: 'Meanwhile' } })
})

test('a key that does not work ends it with the sentence of the server', async () => {
  await using app = await startTestApp()
  const listening = forwardEvents({
    url: app.baseUrl,
    apiKey: 'sk_wrong',
    forward: 'http://127.0.0.1:9',
    events: undefined,
    secret,
    print() {},
    signal: new AbortController().signal,
  })
  await expect(listening).rejects.toThrow(Refused)
})
