import type { WebTool } from '@parley/contract'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeAgent } from '../../../test/voice-agents.ts'

const path = '/v2/web-tool'
const environment = { OUTBOUND_ALLOW: '127.0.0.1' }

const lookUp = {
  type: 'FUNCTION',
  name: 'Look up order',
  description: 'Finds an order by its number.',
  async: false,
  messages: [{ type: 'REQUEST_START', content: 'One moment.' }],
  params: { order: { type: 'string', description: 'Number of the order', required: true } },
  toolSettings: {
    serverUrl: 'https://shop.example/orders/{order}',
    methodType: 'GET',
    authToken: 'very-secret',
    timeOut: 3,
    httpHeaders: { 'X-Shop': 'also-secret' },
  },
}

async function makeTool(app: TestApp, more: object = {}, key = app.owner.apiKey) {
  const reply = await app.call('POST', path, { key, body: { ...lookUp, ...more } })
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
  return reply.body.data as WebTool
}

test('a tool is made, shown without its secrets, changed, and deleted', async () => {
  await using app = await startTestApp()
  const made = await app.call('POST', path, { body: lookUp })
  expect(made).toMatchObject({
    status: 200,
    body: {
      success: true,
      messageKey: 'WebToolCreatedSuccessfully',
      data: {
        type: 'FUNCTION',
        name: 'Look up order',
        version: 1,
        async: false,
        isActive: false,
        messages: lookUp.messages,
        params: {
          type: 'object',
          properties: { order: { type: 'string', description: 'Number of the order' } },
          required: ['order'],
        },
        toolSettings: {
          methodType: 'GET',
          authToken: '***',
          timeOut: 3,
          timeout: 3_000,
          httpHeaders: { 'X-Shop': '***' },
        },
      },
    },
  })
  expect(JSON.stringify(made.body)).not.toContain('-secret')
  const { id } = made.body.data
  const { rows } = await app.db.pool.query('select settings, secrets from web_tool')
  expect(JSON.stringify(rows)).not.toContain('-secret')

  const body = { name: 'Find order', toolSettings: { timeout: 5_000 } }
  const changed = await app.call('PATCH', `${path}/${id}`, { body })
  expect(changed).toMatchObject({
    status: 200,
    body: {
      messageKey: 'WebToolUpdatedSuccessfully',
      data: {
        name: 'Find order',
        version: 2,
        toolSettings: { authToken: '***', timeout: 5_000, methodType: 'GET' },
      },
    },
  })
  const deleted = await app.call('DELETE', `${path}/${id}`)
  expect(deleted).toMatchObject({ status: 200, body: { data: { id, deleted: true } } })
  expect(await app.call('GET', `${path}/${id}`)).toMatchObject({
    status: 404,
    body: { success: false, error: { code: 10_404, name: 'WEB_TOOL_NOT_FOUND' } },
  })
})

test('all three addresses serve the same tools', async () => {
  await using app = await startTestApp()
  const { id } = await makeTool(app)
  for (const family of [path, '/v2/voice-agents/web-tool', '/v1/voice-agents/web-tool']) {
    const listed = await app.call('GET', `${family}/list`)
    expect(listed.body.data, family).toMatchObject({ total: 1, filtered: 1, webTools: [{ id }] })
    expect(await app.call('GET', `${family}/${id}`), family).toMatchObject({ status: 200 })
    expect(await app.call('PATCH', `${family}/${id}`, { body: {} }), family).toMatchObject({
      status: 200,
    })
  }
})

test('lists are paged by number of page, searched and filtered', async () => {
  await using app = await startTestApp()
  const agentId = await makeAgent(app)
  for (const name of ['Alpha', 'Beta', '100% Gamma']) await makeTool(app, { name })
  const mcp = { type: 'MCP', name: 'Server', description: 'd', async: null, params: null }
  const server = await makeTool(app, mcp)
  const names = async (query: string) => {
    const { body } = await app.call('GET', `${path}/list?${query}`)
    const webTools = body.data.webTools as { name: string }[]
    return [body.data.filtered as number, webTools.map(({ name }) => name)]
  }
  expect(await names('take=2&skip=1')).toEqual([4, ['Server', '100% Gamma']])
  expect(await names('take=2&skip=2')).toEqual([4, ['Beta', 'Alpha']])
  expect(await names('search=alp')).toEqual([1, ['Alpha']])
  expect(await names('search=0%25%20g')).toEqual([1, ['100% Gamma']])
  expect(await names('type=mcp')).toEqual([1, ['Server']])
  expect(await names(`voiceAgentId=${agentId}`)).toEqual([0, []])
  const toggled = { voiceAgentId: agentId, webToolId: server.id }
  await app.call('POST', '/v1/voice-agents/web-tool/toggle-activation', { body: toggled })
  expect(await names(`voiceAgentId=${agentId}`)).toEqual([1, ['Server']])
  expect(await names('isActive=true')).toEqual([1, ['Server']])
  expect(await names('isActive=false&take=1')).toEqual([3, ['100% Gamma']])
})

test('a secret stays when it is sent back hidden, goes when it is null, and is not moved to another server', async () => {
  await using receiver = await startReceiver()
  await using other = await startReceiver()
  await using app = await startTestApp({ environment })
  const toolSettings = { ...lookUp.toolSettings, serverUrl: `${receiver.url}/{order}` }
  const { id } = await makeTool(app, { toolSettings })
  const change = (settings: object) =>
    app.call('PATCH', `${path}/${id}`, { body: { toolSettings: settings } })
  const sent = async () => {
    await app.call('POST', `${path}/${id}/call`, { body: { arguments: { order: '1' } } })
    const { authorization, 'x-shop': shop } = receiver.received.at(-1)?.headers ?? {}
    return [authorization, shop]
  }
  expect(await sent()).toEqual(['Bearer very-secret', 'also-secret'])
  await change({ authToken: '***', httpHeaders: { 'x-shop': '***', 'X-New': 'n' } })
  expect(await sent()).toEqual(['Bearer very-secret', 'also-secret'])
  expect(await change({ httpHeaders: { 'X-Unknown': '***' } })).toMatchObject({ status: 400 })
  expect(await change({ serverUrl: other.url })).toMatchObject({
    status: 400,
    body: { error: { details: { field: 'toolSettings.serverUrl' } } },
  })
  await change({ authToken: null, httpHeaders: {} })
  expect(await sent()).toEqual([undefined, undefined])
  expect(await change({ serverUrl: other.url })).toMatchObject({ status: 200 })
})

const wrong: [string, object, string][] = [
  ['no server', { toolSettings: {} }, 'toolSettings.serverUrl'],
  ['no web address', { toolSettings: { serverUrl: 'shop' } }, 'toolSettings.serverUrl'],
  [
    'a private address',
    { toolSettings: { serverUrl: 'https://10.0.0.1/' } },
    'toolSettings.serverUrl',
  ],
  ['plain http', { toolSettings: { serverUrl: 'http://192.0.2.1/x' } }, 'toolSettings.serverUrl'],
  [
    'a server chosen by an argument',
    { toolSettings: { serverUrl: 'https://{host}.example/' } },
    'toolSettings.serverUrl',
  ],
  [
    'a method that is none',
    { toolSettings: { ...lookUp.toolSettings, methodType: 'FETCH' } },
    'toolSettings.methodType',
  ],
  [
    'a timeout of an hour',
    { toolSettings: { ...lookUp.toolSettings, timeOut: 3_600_000 } },
    'toolSettings.timeOut',
  ],
  [
    'a header of the connection',
    { toolSettings: { ...lookUp.toolSettings, httpHeaders: { Host: 'x' } } },
    'toolSettings.httpHeaders',
  ],
  [
    'a header with a line break',
    { toolSettings: { ...lookUp.toolSettings, httpHeaders: { X: 'a\r\nB: c' } } },
    'toolSettings.httpHeaders',
  ],
  [
    'a path that is none',
    { toolSettings: { ...lookUp.toolSettings, responsePath: 'order.id' } },
    'toolSettings.responsePath',
  ],
  [
    'a schema that is none',
    { params: { type: 'object', properties: { a: { type: 'x' } } } },
    'params',
  ],
  ['two messages of a type', { messages: [...lookUp.messages, ...lookUp.messages] }, 'messages'],
  ['a name that is too long', { name: 'x'.repeat(251) }, 'name'],
  ['arguments of an MCP server', { type: 'MCP', async: null }, 'params'],
  ['a background MCP server', { type: 'MCP', params: null }, 'async'],
]

test.each(wrong)('a tool with %s is refused by name', async (_, more, field) => {
  await using app = await startTestApp()
  const reply = await app.call('POST', path, { body: { ...lookUp, ...more } })
  expect(reply).toMatchObject({
    status: 400,
    body: { success: false, error: { code: 10_400, details: { field } } },
  })
})

test('what other clients send is understood', async () => {
  await using app = await startTestApp()
  const { toolSettings, params } = await makeTool(app, {
    type: 'function',
    unknown: 1,
    params: { type: 'object', properties: { order: { type: 'string' } } },
    toolSettings: {
      serverUrl: 'https://shop.example/{order}',
      methodType: 'get',
      timeout: '5000',
      headers: [
        { name: 'X-API-Key', value: 'k' },
        { name: 'X-Client-ID', value: 'c' },
      ],
    },
  })
  expect(toolSettings).toMatchObject({
    methodType: 'GET',
    timeOut: 5,
    httpHeaders: { 'X-API-Key': '***', 'X-Client-ID': '***' },
  })
  expect(params).toMatchObject({ properties: { order: { type: 'string' } } })
})

test('an agent gets a tool, loses it, and is told of tools that are not there', async () => {
  await using app = await startTestApp()
  const agentId = await makeAgent(app)
  const { id: webToolId } = await makeTool(app)
  const toggle = (body: object) =>
    app.call('POST', '/v1/voice-agents/web-tool/toggle-activation', { body })
  expect(await toggle({ voiceAgentId: agentId, webToolId, isActive: true })).toMatchObject({
    status: 200,
    body: { messageKey: 'ItemActivatedSuccessfully', data: { id: webToolId, isActive: true } },
  })
  expect(await toggle({ voiceAgentId: agentId, toolId: webToolId, isActive: false })).toMatchObject(
    {
      body: { messageKey: 'ItemDeactivatedSuccessfully', data: { isActive: false } },
    },
  )
  const unknown = '00000000-0000-7000-8000-000000000000'
  expect(await toggle({ voiceAgentId: agentId, webToolId: unknown })).toMatchObject({
    status: 404,
    body: { error: { name: 'WEB_TOOL_NOT_FOUND' } },
  })
  expect(await toggle({ voiceAgentId: unknown, webToolId })).toMatchObject({
    status: 404,
    body: { error: { name: 'AGENT_NOT_FOUND' } },
  })
  expect(await toggle({ voiceAgentId: agentId })).toMatchObject({ status: 400 })
})

test('tools of another workspace do not exist', async () => {
  await using app = await startTestApp()
  const { apiKey: key } = await app.newWorkspace()
  const theirs = await makeTool(app, {}, key)
  const theirAgent = await makeAgent(app, {}, key)
  const agentId = await makeAgent(app)
  const one = `${path}/${theirs.id}`
  const toggle = '/v1/voice-agents/web-tool/toggle-activation'
  const ours = await makeTool(app)
  const attempts = [
    await app.call('GET', one),
    await app.call('PATCH', one, { body: { name: 'Mine' } }),
    await app.call('DELETE', one),
    await app.call('POST', `${one}/call`, { body: {} }),
    await app.call('GET', `${one}/mcp-tools`),
    await app.call('POST', toggle, { body: { voiceAgentId: agentId, webToolId: theirs.id } }),
    await app.call('POST', toggle, { body: { voiceAgentId: theirAgent, webToolId: ours.id } }),
    await app.call('POST', '/v2/voice-agents', {
      body: { name: 'Spy', tools: [{ toolId: theirs.id }] },
    }),
  ]
  expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404))
  const listed = await app.call('GET', `${path}/list`)
  expect(listed.body.data).toMatchObject({ total: 1, webTools: [{ id: ours.id }] })
})

test('reps and viewers see tools, and neither change nor try them', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id } = await makeTool(app)
  for (const role of ['rep', 'viewer'] as const) {
    const { userId } = await app.newMember(workspaceId, role)
    const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'delete'] })
    const attempts = [
      await app.call('POST', path, { key, body: lookUp }),
      await app.call('PATCH', `${path}/${id}`, { key, body: { name: 'x' } }),
      await app.call('DELETE', `${path}/${id}`, { key }),
      await app.call('POST', `${path}/${id}/call`, { key, body: {} }),
    ]
    expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(await app.call('GET', `${path}/${id}`, { key })).toMatchObject({ status: 200 })
  }
})

const testPath = '/v1/voice-agents/web-tool/test-api-tool'

test('trying a request streams its attempts as events', async () => {
  await using receiver = await startReceiver((response, _, count) => {
    if (count === 1) return void response.writeHead(503).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
  await using app = await startTestApp({ environment })
  const body = {
    projectId: 'p',
    serverUrl: receiver.url,
    method: 'GET',
    authToken: 't',
    timeout: 5,
    queryParams: { a: 1 },
  }
  const reply = await app.call('POST', testPath, { body })
  expect(reply.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events = String(reply.body)
    .trim()
    .split('\n\n')
    .map((text) => /^event: (\w+)\ndata: (.*)$/.exec(text)?.slice(1) ?? [])
  expect(events.map(([event]) => event)).toEqual(['attempt', 'attempt', 'response', 'end'])
  expect(JSON.parse(events[2]?.[1] ?? '')).toMatchObject({
    status: 200,
    attempt: 2,
    body: { ok: true },
  })
  expect(JSON.parse(events[3]?.[1] ?? '')).toMatchObject({ success: true, attempts: 2 })
  expect(receiver.received.map(({ path: sent }) => sent)).toEqual(['/?a=1', '/?a=1'])
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer t')
})

test('lines of JSON instead of events are for those who ask, and each comes as it happens', async () => {
  await using receiver = await startReceiver(() => undefined)
  await using app = await startTestApp({ environment })
  const gone = new AbortController()
  const reply = await fetch(app.baseUrl + testPath, {
    method: 'POST',
    headers: {
      'x-api-key': app.owner.apiKey,
      'content-type': 'application/json',
      accept: 'application/x-ndjson',
    },
    body: JSON.stringify({ serverUrl: receiver.url, method: 'POST', body: { a: 1 }, timeout: 30 }),
    signal: gone.signal,
  })
  const { value } = (await reply.body?.getReader().read()) ?? {}
  expect(JSON.parse(Buffer.from(value ?? []).toString())).toMatchObject({
    event: 'attempt',
    data: { attempt: 0 },
  })
  await eventually(
    () => receiver.received.length,
    (count) => count === 1,
  )
  expect(receiver.bodies()).toEqual([{ a: 1 }])
  gone.abort()
})

test('what cannot be tried is refused before anything is streamed, and what fails is told', async () => {
  await using receiver = await startReceiver((response) => void response.destroy())
  await using app = await startTestApp({ environment })
  const attempt = (body: object) => app.call('POST', testPath, { body })
  for (const serverUrl of ['nothing', 'https://10.1.2.3/', 'ftp://a.example/']) {
    expect(await attempt({ serverUrl, method: 'GET' })).toMatchObject({ status: 400 })
  }
  expect(await attempt({ serverUrl: receiver.url, method: 'LOOK' })).toMatchObject({ status: 400 })
  const failed = await attempt({ serverUrl: receiver.url, method: 'POST' })
  expect(failed.body).toContain('event: error')
  expect(failed.body).toContain('"success":false,"attempts":1')
})
