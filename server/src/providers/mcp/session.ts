import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ErrorCode, McpError as ProtocolError } from '@modelcontextprotocol/sdk/types.js'
import type { JsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import { type Guard, OutboundError } from '../../platform/guarded-http/index.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { McpError, type McpFailure } from './port.ts'

export type McpOptions = {
  readonly guard: Guard
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** For everything a use takes, the greeting included. */
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Uses with the same key share a session until it was idle; undefined: each has its own. */
  readonly sessionKey?: string | undefined
  /** Milliseconds; a minute unless given. */
  readonly idleMs?: number | undefined
}

export type Limits = { readonly signal: AbortSignal; readonly timeout: number }

export type Work<T> = (client: Client, limits: Limits) => Promise<T>

/** A greeting, and then one use after another. */
export type Session = {
  use<T>(given: AbortSignal | undefined, work: Work<T>): Promise<T>
  /** The last use failed because the server does not know the session any more: nothing was done. */
  isForgotten(): boolean
  end(): void
}

export async function inOwnSession<T>(
  options: McpOptions,
  given: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> {
  given?.throwIfAborted()
  const session = openSession(options)
  try {
    return await session.use(given, work)
  } finally {
    session.end()
  }
}

/** What went wrong on the way in one use. */
class Trouble {
  error: unknown
  readonly #broken = new AbortController()
  readonly signal = this.#broken.signal

  tell(error: unknown): void {
    this.error ??= error
    // A stream that breaks off would otherwise be waited for until the end of the time.
    this.#broken.abort(error)
  }
}

export function openSession({ guard, url, headers, timeoutMs, maxBytes }: McpOptions): Session {
  let trouble = new Trouble()
  let isGreeted = false
  let isForgotten = false
  const transport = new StreamableHTTPClientTransport(check(guard, url), {
    fetch(input, init) {
      const own = trouble
      const onError = (error: unknown) => own.tell(error)
      return guardedFetch({ guard, timeoutMs, maxBytes, onError })(input, init)
    },
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
  return {
    async use(given, work) {
      given?.throwIfAborted()
      const own = (trouble = new Trouble())
      const timeout = AbortSignal.timeout(timeoutMs)
      const signal = AbortSignal.any([timeout, own.signal, ...(given ? [given] : [])])
      const limits = { signal, timeout: timeoutMs }
      try {
        if (!isGreeted) await client.connect(transport as Parameters<Client['connect']>[0], limits)
        isGreeted = true
        return await work(client, limits)
      } catch (error) {
        given?.throwIfAborted()
        isForgotten = isGreeted && isUnknownSession(error)
        throw errorOf(timeout.aborted ? timeout.reason : (own.error ?? error))
      }
    },
    isForgotten: () => isForgotten,
    end() {
      // Whoever speaks on the telephone does not wait for it.
      void endSession(transport, client)
    },
  }
}

/** 404 by the protocol; many servers say 400. */
function isUnknownSession(error: unknown): boolean {
  return error instanceof StreamableHTTPError && (error.code === 404 || error.code === 400)
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
