import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ErrorCode, McpError as ProtocolError } from '@modelcontextprotocol/sdk/types.js'
import type { JsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import { type Guard, OutboundError } from '../../platform/guarded-http/index.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { type McpAnswer, McpError, type McpFailure, type McpServer, type McpTool } from './port.ts'

/** Pages of a list of tools that are read; more are left out. */
const maxPages = 20
const maxTools = 200

export type McpOptions = {
  readonly guard: Guard
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** For everything a call takes, the greeting included. */
  readonly timeoutMs: number
  readonly maxBytes: number
}

/** By the official SDK over streamable HTTP. Each call is a session of its own. */
export function openMcp(options: McpOptions): McpServer {
  return {
    listTools: (signal) => inSession(options, signal, listAll),
    callTool: (call, signal) =>
      inSession(options, signal, async (client, limits) => {
        const params = { name: call.name, arguments: { ...call.arguments } }
        return toAnswer(await client.callTool(params, undefined, limits))
      }),
  }
}

type Limits = { readonly signal: AbortSignal; readonly timeout: number }

async function inSession<T>(
  options: McpOptions,
  given: AbortSignal | undefined,
  work: (client: Client, limits: Limits) => Promise<T>,
): Promise<T> {
  given?.throwIfAborted()
  const { guard, url, headers, timeoutMs, maxBytes } = options
  let outbound: unknown
  const broken = new AbortController()
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([timeout, broken.signal, ...(given ? [given] : [])])
  const transport = new StreamableHTTPClientTransport(check(guard, url), {
    fetch: guardedFetch({
      guard,
      timeoutMs,
      maxBytes,
      onError(error) {
        outbound ??= error
        // A stream that breaks off would otherwise be waited for until the end of the time.
        broken.abort(error)
      },
    }),
    requestInit: { headers: { ...headers }, redirect: 'manual' },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1,
      maxReconnectionDelay: 1,
      reconnectionDelayGrowFactor: 1,
    },
  })
  const client = new Client(
    { name: 'parley', version: '1.0.0' },
    { jsonSchemaValidator: believing },
  )
  const limits = { signal, timeout: timeoutMs }
  try {
    await client.connect(transport as Parameters<Client['connect']>[0], limits)
    return await work(client, limits)
  } catch (error) {
    given?.throwIfAborted()
    throw errorOf(timeout.aborted ? timeout.reason : (outbound ?? error))
  } finally {
    // Whoever speaks on the telephone does not wait for it.
    void endSession(transport, client)
  }
}

/** Schemas of strangers' answers are not compiled: what they answer is handed on as it is. */
const believing = {
  getValidator:
    <T>(): JsonSchemaValidator<T> =>
    (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
}

function check(guard: Guard, url: string): URL {
  try {
    return guard.check(url)
  } catch (error) {
    throw errorOf(error)
  }
}

async function endSession(transport: StreamableHTTPClientTransport, client: Client): Promise<void> {
  // The server may not know sessions, or be gone.
  await transport.terminateSession().catch(() => {})
  await client.close().catch(() => {})
}

async function listAll(client: Client, limits: Limits): Promise<readonly McpTool[]> {
  const tools: McpTool[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages && tools.length < maxTools; page += 1) {
    const answer = await client.listTools(cursor === undefined ? {} : { cursor }, limits)
    for (const { name, description = '', inputSchema } of answer.tools) {
      tools.push({ name, description, inputSchema })
    }
    cursor = answer.nextCursor
    if (cursor === undefined) break
  }
  return tools.slice(0, maxTools)
}

type Content = { readonly type: string; readonly text?: unknown }

function toAnswer(result: Record<string, unknown>): McpAnswer {
  const content = (Array.isArray(result.content) ? result.content : []) as Content[]
  const isText = content.length > 0 && content.every(({ type }) => type === 'text')
  const text = content.map((part) => String(part.text)).join('\n')
  return {
    isError: result.isError === true,
    output: result.structuredContent ?? (isText ? text : content),
  }
}

function errorOf(error: unknown): McpError {
  if (error instanceof McpError) return error
  if (error instanceof OutboundError) return new McpError(failureOf(error), error.message)
  if (error instanceof StreamableHTTPError) return errorOfStatus(error)
  if (error instanceof DOMException && error.name === 'TimeoutError') return tooSlow()
  if (error instanceof ProtocolError) {
    const isLate = error.code === Number(ErrorCode.RequestTimeout)
    return isLate ? tooSlow() : new McpError('protocol', error.message.slice(0, 300))
  }
  const message = error instanceof Error ? error.message : String(error)
  return new McpError('protocol', `The MCP server answered no sense: ${message.slice(0, 300)}`)
}

const tooSlow = () => new McpError('timeout', 'The MCP server did not answer in time.')

function errorOfStatus({ code, message }: StreamableHTTPError): McpError {
  if (code === 401 || code === 403) {
    return new McpError('unauthorized', `The MCP server wants other credentials (${code}).`)
  }
  if (code !== undefined && code >= 500) {
    return new McpError('unreachable', `The MCP server answered with status ${code}.`)
  }
  return new McpError('protocol', message.slice(0, 300))
}

function failureOf({ code, retryable }: OutboundError): McpFailure {
  if (code === 'timeout' || code === 'too_large') return code
  return retryable ? 'unreachable' : 'refused_address'
}
