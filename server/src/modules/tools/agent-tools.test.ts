import { expect, test } from 'vitest'
import { startMcpServer } from '../../../test/mcp-server.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeAgent } from '../../../test/voice-agents.ts'
import { toolsOfAgent } from './index.ts'

const environment = { OUTBOUND_ALLOW: '127.0.0.1' }
const params = {
  order: { type: 'string', description: 'Number', required: true },
  shop: { type: 'string', in: 'header' },
}

async function makeTool(app: TestApp, more: object = {}): Promise<string> {
  const toolSettings = { serverUrl: 'https://shop.example/orders' }
  const usual = {
    type: 'FUNCTION',
    name: 'Look up',
    description: 'Finds it.',
    params,
    toolSettings,
  }
  const reply = await app.call('POST', '/v2/web-tool', { body: { ...usual, ...more } })
  expect(reply).toMatchObject({ status: 200 })
  return reply.body.data.id as string
}

const mcp = (serverUrl: string) => ({ type: 'MCP', params: null, toolSettings: { serverUrl } })

const toolsOf = (app: TestApp, agentId: string, more: object = {}) =>
  toolsOfAgent(app.context, { workspaceId: app.owner.workspaceId, agentId, ...more })

const toggle = (app: TestApp, voiceAgentId: string, webToolId: string, isActive: boolean) =>
  app.call('POST', '/v1/voice-agents/web-tool/toggle-activation', {
    body: { voiceAgentId, webToolId, isActive },
  })

test('an agent is offered what is active for it, as functions', async () => {
  await using app = await startTestApp({ environment })
  const agentId = await makeAgent(app)
  const messages = [{ type: 'request_start', content: 'One moment.' }]
  const toolId = await makeTool(app, { async: true, messages })
  expect((await toolsOf(app, agentId)).tools).toEqual([])
  await toggle(app, agentId, toolId, true)
  expect(await toolsOf(app, agentId)).toEqual({
    problems: [],
    tools: [
      {
        toolId,
        type: 'FUNCTION',
        name: 'Look up',
        functionName: 'Look_up',
        description: 'Finds it.',
        parameters: {
          type: 'object',
          properties: {
            order: { type: 'string', description: 'Number' },
            shop: { type: 'string' },
          },
          required: ['order'],
        },
        fixed: {},
        isAsync: true,
        messages: [{ type: 'REQUEST_START', content: 'One moment.' }],
        timeoutMs: 5_000,
        remoteName: undefined,
      },
    ],
  })
  await toggle(app, agentId, toolId, false)
  expect((await toolsOf(app, agentId)).tools).toEqual([])
})

test('saving an agent gives it the tools it names and takes those it names no more', async () => {
  await using app = await startTestApp({ environment })
  const [one, two] = [await makeTool(app), await makeTool(app)]
  const agentId = await makeAgent(app, { tools: [{ toolId: one }] })
  const ids = async () => (await toolsOf(app, agentId)).tools.map(({ toolId }) => toolId)
  expect(await ids()).toEqual([one])
  const change = (body: object) => app.call('PATCH', `/v2/voice-agents/${agentId}`, { body })
  await change({ tools: [{ toolId: two }] })
  expect(await ids()).toEqual([two])
  await toggle(app, agentId, two, false)
  // Another change is no wish to have it back.
  await change({ name: 'Eve' })
  expect(await ids()).toEqual([])
  const unknown = '00000000-0000-7000-8000-000000000000'
  expect(await change({ tools: [{ toolId: unknown }] })).toMatchObject({ status: 404 })
})

test("an agent's own values are not asked of the model", async () => {
  await using app = await startTestApp({ environment })
  const agentId = await makeAgent(app)
  const toolId = await makeTool(app)
  const bindings = [{ toolId, overrides: { params: { shop: { value: 'acme' } } } }]
  const { tools } = await toolsOf(app, agentId, { bindings })
  expect(tools).toMatchObject([{ toolId, fixed: { shop: 'acme' } }])
  expect(JSON.stringify(tools[0]?.parameters)).not.toContain('shop')
})

test('a server of MCP offers all its tools, and one that is away none, without harm to the others', async () => {
  await using server = await startMcpServer()
  await using app = await startTestApp({ environment })
  const toolIds = [
    await makeTool(app, mcp(server.url)),
    await makeTool(app, mcp('http://127.0.0.1:9/mcp')),
    await makeTool(app, { name: 'count_stock' }),
  ]
  const agentId = await makeAgent(app, { tools: toolIds.map((toolId) => ({ toolId })) })
  const { tools, problems } = await toolsOf(app, agentId)
  expect(problems).toMatchObject([{ toolId: toolIds[1] }])
  expect(tools).toHaveLength(6)
  expect(tools).toContainEqual(
    expect.objectContaining({
      toolId: toolIds[0],
      type: 'MCP',
      remoteName: 'count_stock',
      description: 'How many there are of an article.',
    }),
  )
  const names = tools.map(({ functionName }) => functionName)
  expect(new Set(names).size).toBe(6)
  const asked = () => server.seen.filter(({ method }) => method === 'POST').length
  const before = asked()
  await toolsOf(app, agentId)
  expect(asked()).toBe(before)
})

test('what an MCP server offers can be looked at', async () => {
  await using server = await startMcpServer()
  await using app = await startTestApp({ environment })
  const list = async (id: string) => app.call('GET', `/v2/web-tool/${id}/mcp-tools`)
  const shown = await list(await makeTool(app, mcp(server.url)))
  expect(shown.body.data).toHaveLength(5)
  expect(shown.body.data[0]).toMatchObject({
    name: 'count_stock',
    parameters: { properties: { article: { type: 'string' } } },
  })
  expect(await list(await makeTool(app))).toMatchObject({ status: 409 })
  expect(await list(await makeTool(app, mcp('http://127.0.0.1:9/')))).toMatchObject({
    status: 502,
    body: { error: { name: 'WEB_TOOL_UNAVAILABLE' } },
  })
})

test('a deleted agent has no tools, and its tools stay', async () => {
  await using app = await startTestApp({ environment })
  const toolId = await makeTool(app)
  const agentId = await makeAgent(app, { tools: [{ toolId }] })
  await app.call('DELETE', `/v2/voice-agents/${agentId}`)
  expect((await toolsOf(app, agentId)).tools).toEqual([])
  expect(await app.call('GET', `/v2/web-tool/${toolId}`)).toMatchObject({
    body: { data: { isActive: false } },
  })
})
