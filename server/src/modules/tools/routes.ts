import { Readable } from 'node:stream'
import {
  otherWebToolEndpoints,
  type ToolTestEvent,
  webToolEndpoints as endpoints,
  type WebToolRunEvent,
} from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { toggleWebTool } from './activation.ts'
import { callTool } from './call-tool.ts'
import { listMcpTools } from './mcp-tools.ts'
import { openOwnApi } from './own-api.ts'
import { requireChanger } from './rights.ts'
import { runTool } from './run-tool.ts'
import { testTool } from './test-tool.ts'
import {
  changeWebTool,
  createWebTool,
  getWebTool,
  listWebTools,
  removeWebTool,
} from './web-tools.ts'

export function webToolRoutes(http: FastifyInstance, context: Context): void {
  familyRoutes(http, context, endpoints)
  familyRoutes(http, context, otherWebToolEndpoints.reference)
  familyRoutes(http, context, otherWebToolEndpoints.v1)
  useRoutes(http, context)
  openOwnApi(context, async ({ method, path: url, headers, body: payload }) => {
    const asked = { method, url, headers, ...(payload !== undefined && { payload }) }
    // From nowhere: what trusts this machine does not trust a tool.
    const { statusCode, headers: told, rawPayload } = await http.inject({ ...asked, remoteAddress })
    return { status: statusCode, headers: textsOf(told), body: rawPayload }
  })
}

/** Of documentation, and nobody's. */
const remoteAddress = '192.0.2.1'

function textsOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  )
}

type Family =
  | typeof endpoints
  | typeof otherWebToolEndpoints.reference
  | typeof otherWebToolEndpoints.v1

const created = {
  message: 'Web tool created successfully',
  messageKey: 'WebToolCreatedSuccessfully',
}
const updated = {
  message: 'Web tool updated successfully',
  messageKey: 'WebToolUpdatedSuccessfully',
}

/** The same at each of its addresses. */
function familyRoutes(http: FastifyInstance, context: Context, family: Family): void {
  serve(http, family.list, async ({ principal, query }) =>
    ok(await listWebTools({ context, principal }, query)),
  )
  serve(http, family.create, async ({ principal, body }) =>
    ok(await createWebTool({ context, principal }, body), created),
  )
  serve(http, family.get, async ({ principal, params }) =>
    ok(await getWebTool({ context, principal }, params.id)),
  )
  serve(http, family.update, async ({ principal, params, body }) =>
    ok(await changeWebTool({ context, principal }, params.id, body), updated),
  )
  serve(http, family.delete, async ({ principal, params: { id } }) => {
    await removeWebTool({ context, principal }, id)
    return ok({ id, deleted: true as const })
  })
}

function useRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.toggle, async ({ principal, body }) => {
    const word = body.isActive ? 'activated' : 'deactivated'
    const message = `Item ${word} successfully!`
    const messageKey = body.isActive ? 'ItemActivatedSuccessfully' : 'ItemDeactivatedSuccessfully'
    return ok(await toggleWebTool({ context, principal }, body), { message, messageKey })
  })
  serve(http, endpoints.call, async ({ principal, params, body, reply }) => {
    requireChanger(principal)
    const result = await callTool(context, {
      workspaceId: principal.workspaceId,
      toolId: params.id,
      arguments: body.arguments,
      remoteName: body.name,
      idempotencyKey: context.newId(),
      signal: goneSignal(reply),
    })
    return ok(result)
  })
  serve(http, endpoints.mcpTools, async ({ principal, params, reply }) =>
    ok(await listMcpTools({ context, principal }, params.id, goneSignal(reply))),
  )
  serve(http, endpoints.test, async ({ principal, body, request, reply }) => {
    const events = await testTool({ context, principal }, body, goneSignal(reply))
    return send(request, reply, events)
  })
  serve(http, endpoints.run, async ({ principal, params, body, request, reply }) => {
    const wish = { toolId: params.id, arguments: body.arguments, remoteName: body.name }
    const events = await runTool({ context, principal }, wish, goneSignal(reply))
    return send(request, reply, events)
  })
}

type ToolEvent = ToolTestEvent | WebToolRunEvent

function send(request: FastifyRequest, reply: FastifyReply, events: AsyncIterable<ToolEvent>) {
  const wantsLines = /\bapplication\/(x-)?(ndjson|jsonl)/i.test(request.headers.accept ?? '')
  return wantsLines ? sendLines(reply, events) : sendEvents(reply, events)
}

/** Aborts when the caller has gone before the answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

function sendEvents(reply: FastifyReply, events: AsyncIterable<ToolEvent>): FastifyReply {
  reply.header('content-type', 'text/event-stream; charset=utf-8')
  return sendTexts(reply, events, ({ event, data }) => {
    return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
  })
}

function sendLines(reply: FastifyReply, events: AsyncIterable<ToolEvent>): FastifyReply {
  reply.header('content-type', 'application/x-ndjson; charset=utf-8')
  return sendTexts(reply, events, (event) => `${JSON.stringify(event)}\n`)
}

function sendTexts(
  reply: FastifyReply,
  events: AsyncIterable<ToolEvent>,
  write: (event: ToolEvent) => string,
): FastifyReply {
  async function* texts() {
    for await (const event of events) yield write(event)
  }
  // Proxies that keep text back until there is enough of it would hide the attempts.
  reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  return reply.send(Readable.from(texts(), { objectMode: false }))
}
