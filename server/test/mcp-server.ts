import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { z } from 'zod'

type Options = {
  /** What `Authorization` must say; anything unless given. */
  readonly authorization?: string
  /** Answers by JSON instead of an event stream. */
  readonly json?: boolean
}

/** Somebody's server of tools, as the official SDK makes one. */
export async function startMcpServer({ authorization, json = false }: Options = {}) {
  const seen: { readonly method: string; readonly headers: IncomingHttpHeaders }[] = []
  const transports = new Map<string, StreamableHTTPServerTransport>()
  let stock = 7
  let greetings = 0

  function makeServer(): McpServer {
    const server = new McpServer({ name: 'stock', version: '1.0.0' })
    server.registerTool(
      'count_stock',
      {
        description: 'How many there are of an article.',
        inputSchema: { article: z.string(), shop: z.string().optional() },
      },
      async ({ article, shop }) => ({
        content: [{ type: 'text', text: `${stock} of ${article} in ${shop ?? 'all shops'}` }],
      }),
    )
    server.registerTool(
      'take_stock',
      { description: 'Takes some.', inputSchema: { count: z.int() } },
      async ({ count }) => {
        stock -= count
        return { content: [], structuredContent: { left: stock } }
      },
    )
    server.registerTool('broken', { description: 'Fails.' }, async () => ({
      isError: true,
      content: [{ type: 'text', text: 'out of order' }],
    }))
    server.registerTool('endless', { description: 'Never answers.' }, () => new Promise(() => {}))
    server.registerTool('huge', { description: 'Answers too much.' }, async () => ({
      content: [{ type: 'text', text: 'x'.repeat(2_000_000) }],
    }))
    return server
  }

  async function transportOf(sessionId: string | undefined) {
    const known = transports.get(sessionId ?? '')
    if (known) return known
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: json,
      onsessioninitialized(id) {
        greetings += 1
        transports.set(id, transport)
      },
      onsessionclosed: (id) => void transports.delete(id),
    })
    await makeServer().connect(transport as Parameters<McpServer['connect']>[0])
    return transport
  }

  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', headers: request.headers })
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      return void response.writeHead(401).end()
    }
    const id = request.headers['mcp-session-id']
    void transportOf(typeof id === 'string' ? id : undefined).then((transport) =>
      transport.handleRequest(request, response),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    sessions: () => transports.size,
    /** Sessions there have been. */
    greetings: () => greetings,
    /** As a server does that was started anew. */
    forget: () => transports.clear(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
