import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Guard, guardedStream } from '../../platform/guarded-http/index.ts'

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
export function guardedFetch({ guard, timeoutMs, maxBytes, onError }: Limits): typeof fetch {
  return async (input, init) => {
    const method = init?.method ?? 'GET'
    // Its stream of notifications is not needed, and would hold a connection for each call.
    if (method === 'GET') return new Response(null, { status: 405 })
    try {
      const { status, headers, body } = await guardedStream(guard, {
        url: input instanceof Request ? input.url : String(input),
        method: method === 'DELETE' ? 'DELETE' : 'POST',
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' && { body: init.body }),
        timeoutMs,
        maxBytes,
        ...(init?.signal && { signal: init.signal }),
      })
      body.on('error', onError)
      const hasBody = !bodiless.has(status)
      if (!hasBody) body.resume()
      const stream = hasBody ? (Readable.toWeb(body) as ReadableStream<Uint8Array>) : null
      return new Response(stream as BodyInit | null, { status, headers })
    } catch (error) {
      onError(error)
      throw error
    }
  }
}
