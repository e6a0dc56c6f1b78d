import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startMcpServer } from '../../../test/mcp-server.ts'
import { type Answering, startReceiver } from '../../../test/receiver.ts'
import { openGuard } from '../../platform/guarded-http/index.ts'
import { openMcp } from './client.ts'
import type { McpOptions } from './session.ts'

type Wishes = Partial<Pick<McpOptions, 'timeoutMs' | 'sessionKey' | 'idleMs'>> & {
  readonly allow?: string[]
  readonly token?: string
}

/** The client, with a way out that ends with the test. */
function openClient(
  url: string,
  { allow = ['127.0.0.1'], timeoutMs = 5_000, token = '', ...session }: Wishes = {},
) {
  const guard = openGuard({ allow })
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  const mcp = openMcp({ guard, url, headers, timeoutMs, maxBytes: 200_000, ...session })
  return Object.assign(mcp, { [Symbol.asyncDispose]: () => guard.close() })
}

test.each([{ json: false }, { json: true }])(
  'the tools of a server are listed with their schemas (%j)',
  async (options) => {
    await using server = await startMcpServer(options)
    await using mcp = openClient(server.url)
    const tools = await mcp.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'count_stock',
      'take_stock',
      'broken',
      'endless',
      'huge',
    ])
    expect(tools[0]).toMatchObject({
      description: 'How many there are of an article.',
      inputSchema: {
        type: 'object',
        properties: { article: { type: 'string' } },
        required: ['article'],
      },
    })
  },
)

test('a tool is called, and answers text or what it has structured', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url)
  const counted = await mcp.callTool({ name: 'count_stock', arguments: { article: 'tea' } })
  expect(counted).toEqual({ isError: false, output: '7 of tea in all shops' })
  const taken = await mcp.callTool({ name: 'take_stock', arguments: { count: 2 } })
  expect(taken).toEqual({ isError: false, output: { left: 5 } })
})

test('a tool that fails says why, and so does one that is not there or gets nonsense', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url)
  const broken = await mcp.callTool({ name: 'broken', arguments: {} })
  expect(broken).toEqual({ isError: true, output: 'out of order' })
  const unknown = await mcp
    .callTool({ name: 'nothing', arguments: {} })
    .catch((error: unknown) => ({ isError: true, output: String(error) }))
  expect(unknown.isError).toBe(true)
  const nonsense = await mcp
    .callTool({ name: 'take_stock', arguments: { count: 'all' } })
    .catch((error: unknown) => ({ isError: true, output: String(error) }))
  expect(nonsense.isError).toBe(true)
})

test('credentials go along, and wrong ones are told as such', async () => {
  await using server = await startMcpServer({ authorization: 'Bearer right' })
  await using right = openClient(server.url, { token: 'right' })
  expect(await right.listTools()).toHaveLength(5)
  await using wrong = openClient(server.url, { token: 'wrong' })
  await expect(wrong.listTools()).rejects.toMatchObject({ failure: 'unauthorized' })
})

test('sessions end with their call, and no stream of notifications is held open', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url)
  await mcp.listTools()
  await eventually(server.sessions, (count) => count === 0)
  expect(server.seen.filter(({ method }) => method === 'GET')).toEqual([])
})

test('uses with one key share a session, until it was idle', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url, { sessionKey: 'a talk', idleMs: 300 })
  const count = () => mcp.callTool({ name: 'count_stock', arguments: { article: 'tea' } })
  await mcp.callTool({ name: 'take_stock', arguments: { count: 1 } })
  expect(await count()).toMatchObject({ output: '6 of tea in all shops' })
  expect(server.sessions()).toBe(1)
  expect(server.greetings()).toBe(1)
  await eventually(server.sessions, (left) => left === 0)
  await count()
  expect(server.greetings()).toBe(2)
})

test('two uses at once do not share a session, and one that fails ends it', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url, { sessionKey: 'a talk', timeoutMs: 1_000 })
  const count = () => mcp.callTool({ name: 'count_stock', arguments: { article: 'tea' } })
  await count()
  const endless = mcp.callTool({ name: 'endless', arguments: {} })
  expect(await count()).toMatchObject({ isError: false })
  expect(server.greetings()).toBe(2)
  await expect(endless).rejects.toMatchObject({ failure: 'timeout' })
  await eventually(server.sessions, (left) => left === 0)
  expect(await count()).toMatchObject({ isError: false })
  expect(server.greetings()).toBe(3)
})

test('a session that the server has forgotten is opened anew, and nothing is done twice', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url, { sessionKey: 'a talk' })
  const take = () => mcp.callTool({ name: 'take_stock', arguments: { count: 1 } })
  expect(await take()).toMatchObject({ output: { left: 6 } })
  server.forget()
  expect(await take()).toMatchObject({ output: { left: 5 } })
  expect(server.greetings()).toBe(2)
})

test('a tool that never answers is given up in time, or when nobody wants it any more', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url, { timeoutMs: 1_000 })
  const endless = { name: 'endless', arguments: {} }
  await expect(mcp.callTool(endless)).rejects.toMatchObject({ failure: 'timeout' })
  const stop = new AbortController()
  const calling = mcp.callTool(endless, stop.signal)
  stop.abort(new Error('hung up'))
  await expect(calling).rejects.toThrow('hung up')
})

test('an answer that is too large is refused', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url)
  const huge = mcp.callTool({ name: 'huge', arguments: {} })
  await expect(huge).rejects.toMatchObject({ failure: 'too_large' })
})

test('a server in a private network is not asked', async () => {
  await using server = await startMcpServer()
  await using mcp = openClient(server.url, { allow: [] })
  await expect(mcp.listTools()).rejects.toMatchObject({
    failure: 'refused_address',
    retryable: false,
  })
  expect(server.seen).toEqual([])
})

const answers: [string, Answering, string][] = [
  ['a page', (response) => void response.end('<html>'), 'protocol'],
  ['an error of its own', (response) => void response.writeHead(503).end(), 'unreachable'],
  ['nothing, by closing', (response) => void response.destroy(), 'unreachable'],
]

test.each(answers)('a server that answers %s has no tools', async (_, answering, failure) => {
  await using receiver = await startReceiver(answering)
  await using mcp = openClient(receiver.url)
  await expect(mcp.listTools()).rejects.toMatchObject({ failure })
})

test('a redirect into a private network is not followed', async () => {
  await using inside = await startReceiver()
  await using server = await startReceiver((response) => {
    response.writeHead(307, { location: inside.url.replace('127.0.0.1', 'localhost') }).end()
  })
  await using mcp = openClient(server.url)
  await expect(mcp.listTools()).rejects.toMatchObject({ failure: 'protocol' })
  expect(inside.received).toEqual([])
})
