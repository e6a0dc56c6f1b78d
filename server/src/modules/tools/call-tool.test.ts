import { expect, test } from 'vitest'
import { startMcpServer } from '../../../test/mcp-server.ts'
import { type Answering, startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { callTool, type ToolCall } from './index.ts'

const environment = { OUTBOUND_ALLOW: '127.0.0.1' }

/** Id of a tool whose arguments are anything. */
async function makeTool(app: TestApp, toolSettings: object, more: object = {}): Promise<string> {
  const body = { type: 'FUNCTION', name: 'Tool', description: 'd', toolSettings, ...more }
  const reply = await app.call('POST', '/v2/web-tool', { body })
  expect(reply).toMatchObject({ status: 200 })
  return reply.body.data.id as string
}

const call = (app: TestApp, toolId: string, more: Partial<ToolCall> = {}) =>
  callTool(app.context, { workspaceId: app.owner.workspaceId, toolId, arguments: {}, ...more })

const json: Answering = (response, { method, path, headers, body }) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const { authorization, 'x-call': caller, 'idempotency-key': key } = headers
  response.end(JSON.stringify({ method, path, authorization, caller, key, body }))
}

test('arguments reach the server as the tool says', async () => {
  await using receiver = await startReceiver(json)
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(
    app,
    {
      serverUrl: `${receiver.url}/shops/{shop}/orders`,
      methodType: 'POST',
      auth: { type: 'basic', username: 'ann', password: 'pä:ss' },
      httpHeaders: { 'X-Call': '{{call_id}}' },
      pathParameters: { shop: 'acme' },
      queryParameters: { from: '{{user_number}}' },
    },
    {
      params: {
        type: 'object',
        properties: { order: { type: 'string' }, dry: { type: 'boolean', in: 'query' } },
        required: ['order'],
      },
    },
  )
  const result = await call(app, toolId, {
    arguments: { order: 'A 1', dry: 'true' },
    variables: { call_id: 'c1', user_number: '+44 1' },
  })
  expect(result).toMatchObject({
    ok: true,
    status: 200,
    error: null,
    attempts: 1,
    output: {
      method: 'POST',
      path: '/shops/acme/orders?from=%2B44+1&dry=true',
      caller: 'c1',
      authorization: `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`,
      body: '{"order":"A 1"}',
    },
  })
})

test('arguments that do not fit are refused before anything is sent', async () => {
  await using receiver = await startReceiver(json)
  await using app = await startTestApp({ environment })
  const params = { order: { type: 'string', required: true }, n: { type: 'integer' } }
  const serverUrl = `${receiver.url}/{order}`
  const toolId = await makeTool(app, { serverUrl }, { params })
  for (const given of [{}, { order: 'a', n: 'many' }, { order: '..' }]) {
    expect(await call(app, toolId, { arguments: given })).toMatchObject({
      ok: false,
      error: { code: 'invalid_arguments' },
      attempts: 0,
    })
  }
  expect(receiver.received).toEqual([])
})

test('arguments that the agent decides win over those of the model', async () => {
  await using receiver = await startReceiver(json)
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app, { serverUrl: receiver.url })
  const { output } = await call(app, toolId, { arguments: { a: 1, b: 1 }, fixed: { b: 2 } })
  expect(output).toMatchObject({ body: '{"a":1,"b":2}' })
})

test('of an answer the agent is told what was asked for', async () => {
  const order = { id: 7, lines: [{ sku: 'a' }, { sku: 'b' }] }
  await using receiver = await startReceiver((response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ order }))
  })
  await using app = await startTestApp({ environment })
  const serverUrl = receiver.url
  const extracted = async (settings: object) =>
    (await call(app, await makeTool(app, { serverUrl, ...settings }))).output
  expect(await extracted({})).toEqual({ order })
  expect(await extracted({ responsePath: '$.order.id' })).toBe(7)
  expect(await extracted({ responsePath: '$.order.lines[*].sku' })).toEqual(['a', 'b'])
  expect(await extracted({ responsePath: '$.nothing' })).toBeNull()
  expect(await extracted({ extract: { number: '$.order.id', gone: '$.x' } })).toEqual({
    number: 7,
    gone: null,
  })
})

const bodies: [string, string, Buffer, unknown][] = [
  ['JSON', 'application/json', Buffer.from('{"a":1}'), { a: 1 }],
  ['JSON that says it is text', 'text/plain', Buffer.from('[1]'), [1]],
  ['text', 'text/plain', Buffer.from('fine'), 'fine'],
  ['nothing', 'application/json', Buffer.alloc(0), ''],
  ['a picture', 'image/png', Buffer.alloc(9), { contentType: 'image/png', bytes: 9 }],
]

test.each(bodies)('an answer of %s is told', async (_, type, body, output) => {
  await using receiver = await startReceiver((response) => {
    response.writeHead(200, { 'content-type': type }).end(body)
  })
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app, { serverUrl: receiver.url })
  expect(await call(app, toolId)).toMatchObject({ ok: true, output })
})

const failures: [string, Answering, string][] = [
  ['refuses', (response) => void response.writeHead(404).end('{"why":"gone"}'), 'http_error'],
  ['never answers', () => undefined, 'timeout'],
  ['never ends', (response) => void response.writeHead(200).write('{'), 'timeout'],
  ['closes', (response) => void response.destroy(), 'unreachable'],
  [
    'closes in the middle',
    (response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{', () => response.destroy())
    },
    'unreachable',
  ],
  ['answers without end', (response) => void response.end('x'.repeat(300_000)), 'too_large'],
  [
    'sends elsewhere',
    (response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    'http_error',
  ],
]

test.each(failures)('a server that %s is an outcome, not an error', async (_, answer, code) => {
  await using receiver = await startReceiver(answer)
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app, { serverUrl: receiver.url, timeOut: 1 })
  const result = await call(app, toolId)
  expect(result).toMatchObject({ ok: false, error: { code }, attempts: 1 })
  expect(result.durationMs).toBeLessThan(4_000)
})

test('a name that comes to lead inside is not asked any more', async () => {
  let address = '93.184.216.34'
  await using app = await startTestApp({ resolve: async () => [{ address, family: 4 }] })
  const serverUrl = 'https://shop.example/'
  const toolId = await makeTool(app, { serverUrl, methodType: 'GET' })
  address = '10.0.0.7'
  expect(await call(app, toolId)).toMatchObject({
    ok: false,
    error: { code: 'refused_address' },
    attempts: 1,
  })
  const body = { type: 'FUNCTION', name: 'x', description: 'd', toolSettings: { serverUrl } }
  expect(await app.call('POST', '/v2/web-tool', { body })).toMatchObject({ status: 400 })
})

const flaky =
  (failing: number): Answering =>
  (response, received, count) => {
    if (count <= failing) return void response.writeHead(503).end()
    json(response, received, count)
  }

test('what may be repeated is, until it works or the attempts are used up', async () => {
  await using receiver = await startReceiver(flaky(2))
  await using app = await startTestApp({ environment })
  const serverUrl = receiver.url
  const get = await makeTool(app, { serverUrl, methodType: 'GET' })
  expect(await call(app, get)).toMatchObject({ ok: true, attempts: 3 })
  receiver.answerWith(flaky(1_000))
  expect(await call(app, get)).toMatchObject({ ok: false, status: 503, attempts: 3 })
  const never = await makeTool(app, { serverUrl, methodType: 'GET', retries: 0 })
  expect(await call(app, never)).toMatchObject({ ok: false, attempts: 1 })
})

test('what must not happen twice is sent once, unless the server knows keys', async () => {
  await using receiver = await startReceiver(flaky(1))
  await using app = await startTestApp({ environment })
  const serverUrl = receiver.url
  const post = await makeTool(app, { serverUrl })
  const idempotencyKey = 'wish-1'
  expect(await call(app, post, { idempotencyKey })).toMatchObject({ ok: false, attempts: 1 })
  receiver.answerWith((response, received, count) => flaky(2)(response, received, count))
  const keyed = await makeTool(app, { serverUrl, idempotencyHeader: 'Idempotency-Key' })
  const result = await call(app, keyed, { idempotencyKey })
  expect(result).toMatchObject({ ok: true, attempts: 2, output: { key: idempotencyKey } })
  const without = await call(app, keyed)
  expect(without).toMatchObject({ ok: true, attempts: 1 })
})

test('a call that is over gives up its tool at once', async () => {
  await using receiver = await startReceiver(() => undefined)
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app, { serverUrl: receiver.url, methodType: 'GET', timeOut: 30 })
  const stop = new AbortController()
  const calling = call(app, toolId, { signal: stop.signal })
  stop.abort()
  expect(await calling).toMatchObject({ ok: false, error: { code: 'aborted' } })
})

test('a changed tool takes its new arguments at once', async () => {
  await using receiver = await startReceiver(json)
  await using app = await startTestApp({ environment })
  const params = { order: { type: 'string', required: true } }
  const toolId = await makeTool(app, { serverUrl: receiver.url }, { params })
  expect(await call(app, toolId)).toMatchObject({ ok: false })
  const body = { params: { order: { type: 'string' } } }
  await app.call('PATCH', `/v2/web-tool/${toolId}`, { body })
  expect(await call(app, toolId)).toMatchObject({ ok: true })
})

test('a tool of another workspace cannot be called', async () => {
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app, { serverUrl: 'https://shop.example/' })
  const { workspaceId } = await app.newWorkspace()
  const calling = callTool(app.context, { workspaceId, toolId, arguments: {} })
  await expect(calling).rejects.toMatchObject({ code: 'WEB_TOOL_NOT_FOUND' })
})

test('a tool of an MCP server is called by its name, and its failures are told', async () => {
  await using server = await startMcpServer({ authorization: 'Bearer right' })
  await using app = await startTestApp({ environment })
  const settings = { serverUrl: server.url, authToken: 'right', timeOut: 1 }
  const toolId = await makeTool(app, settings, { type: 'MCP' })
  const counted = await call(app, toolId, {
    remoteName: 'count_stock',
    arguments: { article: 'tea' },
    fixed: { shop: 'acme' },
  })
  expect(counted).toMatchObject({ ok: true, output: '7 of tea in acme' })
  expect(await call(app, toolId, { remoteName: 'broken' })).toMatchObject({
    ok: false,
    error: { code: 'tool_error', message: 'out of order' },
  })
  expect(await call(app, toolId, { remoteName: 'endless' })).toMatchObject({
    ok: false,
    error: { code: 'timeout' },
  })
  expect(await call(app, toolId)).toMatchObject({ error: { code: 'invalid_arguments' } })
  const wrong = await makeTool(app, { ...settings, authToken: 'wrong' }, { type: 'MCP' })
  expect(await call(app, wrong, { remoteName: 'count_stock' })).toMatchObject({
    ok: false,
    error: { code: 'unauthorized' },
  })
})
