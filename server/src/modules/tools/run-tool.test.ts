import type { WebToolRunEvent } from '@parley/contract'
import { expect, test } from 'vitest'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const environment = { OUTBOUND_ALLOW: '127.0.0.1' }

async function makeTool(app: TestApp, serverUrl: string): Promise<string> {
  const { body } = await app.call('POST', '/v2/web-tool', {
    body: {
      type: 'FUNCTION',
      name: 'Look up order',
      description: 'Finds an order.',
      params: { order: { type: 'string', required: true } },
      toolSettings: {
        serverUrl,
        methodType: 'GET',
        authToken: 'very-secret',
        responsePath: '$.order.status',
      },
    },
  })
  return body.data.id as string
}

async function run(app: TestApp, id: string, args: object): Promise<WebToolRunEvent[]> {
  const reply = await fetch(`${app.baseUrl}/v2/web-tool/${id}/run`, {
    method: 'POST',
    headers: {
      'x-api-key': app.owner.apiKey,
      'content-type': 'application/json',
      accept: 'application/x-ndjson',
    },
    body: JSON.stringify({ arguments: args }),
  })
  expect(reply.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
  const lines = (await reply.text()).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as WebToolRunEvent)
}

test('a stored tool is called with its secrets, and each attempt is told of', async () => {
  await using receiver = await startReceiver((response, _, count) => {
    if (count === 1) return void response.writeHead(503).end('busy')
    response.end('{"order":{"status":"sent"}}')
  })
  await using app = await startTestApp({ environment })
  const id = await makeTool(app, `${receiver.url}/orders/{order}`)
  const events = await run(app, id, { order: 'A1' })
  expect(events).toMatchObject([
    { event: 'attempt', data: { attempt: 1, status: 503, body: 'busy', message: null } },
    { event: 'attempt', data: { attempt: 2, status: 200, nextInMs: null } },
    { event: 'result', data: { ok: true, status: 200, output: 'sent', attempts: 2 } },
  ])
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer very-secret')
  expect(JSON.stringify(events)).not.toContain('very-secret')
})

test('wrong arguments are a result without an attempt', async () => {
  await using app = await startTestApp({ environment })
  const id = await makeTool(app, 'http://127.0.0.1:9/{order}')
  expect(await run(app, id, {})).toMatchObject([
    { event: 'result', data: { ok: false, error: { code: 'invalid_arguments' }, attempts: 0 } },
  ])
})

test('a tool that nobody can be reached by says why, attempt by attempt', async () => {
  await using app = await startTestApp({ environment })
  const id = await makeTool(app, 'http://127.0.0.1:9/{order}')
  const events = await run(app, id, { order: 'A1' })
  expect(events.map(({ event }) => event)).toEqual(['attempt', 'attempt', 'attempt', 'result'])
  expect(events[0]).toMatchObject({ data: { status: null, message: expect.any(String) } })
  expect(events[3]).toMatchObject({ data: { ok: false, error: { code: 'unreachable' } } })
})

test('a tool of nobody is refused before anything is streamed', async () => {
  await using app = await startTestApp()
  const reply = await app.call('POST', `/v2/web-tool/${app.context.newId()}/run`, { body: {} })
  expect(reply).toMatchObject({ status: 404, body: { error: { name: 'WEB_TOOL_NOT_FOUND' } } })
})
