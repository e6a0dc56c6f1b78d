import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Guard, guardedStream, OutboundError } from '../../platform/guarded-http/index.ts'

type Limits = {
  readonly guard: Guard
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Told what went wrong, which the one who fetches may not pass on. */
  readonly onError: (error: unknown) => void
}

/** Statuses whose answers have no body. */
const bodiless = new Set([204, 205, 304])

/** `fetch` that reaches only what users' addresses may reach, and never follows a redirect. */
export function guardedFetch(limits: Limits): typeof fetch {
  return async (input, init = {}) => {
    // Its stream of notifications is not needed, and would hold a connection for each call.
    if ((init.method ?? 'GET') === 'GET') return new Response(null, { status: 405 })
    const url = input instanceof Request ? input.url : String(input)
    try {
      return await send(url, init, limits)
    } catch (error) {
      limits.onError(error)
      throw error
    }
  }
}

async function send(
  url: string,
  { method, headers: given, body: content, signal }: RequestInit,
  { guard, timeoutMs, maxBytes, onError }: Limits,
): Promise<Response> {
  const { status, headers, body } = await guardedStream(guard, {
    url,
    method: method === 'DELETE' ? 'DELETE' : 'POST',
    headers: Object.fromEntries(new Headers(given)),
    ...(typeof content === 'string' && { body: content }),
    timeoutMs,
    maxBytes,
    ...(signal && { signal }),
  })
  body.on('error', (error) => {
    // What else ends it early is the reader, who has read enough.
    if (error instanceof OutboundError) onError(error)
  })
  if (bodiless.has(status)) {
    body.resume()
    return new Response(null, { status, headers })
  }
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers })
}
