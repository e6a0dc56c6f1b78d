import type { Readable } from 'node:stream'
import { type Guard, guardedStream, OutboundError } from '../../platform/guarded-http/index.ts'
import { PageError } from './page-error.ts'

/** As browsers and search engines have it, roughly. */
const maxRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])

export type Asking = {
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** Asked before each address; throws to go no further. */
  readonly mayAsk?: (url: string) => Promise<void>
}

export type Opened = {
  /** Where the redirects led. */
  readonly url: string
  readonly status: number
  readonly mediaType: string | null
  /** Read it to its end or destroy it. */
  readonly body: Readable
}

/** Opens an address of a user, following redirects; each of them is judged as the first one was. */
export async function follow(guard: Guard, first: string, asking: Asking): Promise<Opened> {
  const { mayAsk, ...request } = asking
  let url = first
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    await mayAsk?.(url)
    const { status, headers, body } = await open(guard, url, request)
    const { location } = headers
    if (!redirects.has(status) || location === undefined) {
      return { url, status, mediaType: headers['content-type'] ?? null, body }
    }
    body.destroy()
    url = resolve(location, url)
  }
  throw new PageError('too_many_redirects', 'The address leads on and on, or in a circle.', {
    retryable: false,
  })
}

async function open(guard: Guard, url: string, request: Omit<Asking, 'mayAsk'>) {
  const { signal, ...others } = request
  try {
    return await guardedStream(guard, { url, ...others, ...(signal && { signal }) })
  } catch (cause) {
    signal?.throwIfAborted()
    throw toPageError(cause)
  }
}

function resolve(location: string, base: string): string {
  if (URL.canParse(location, base)) {
    const url = new URL(location, base)
    url.hash = ''
    return url.href
  }
  throw new PageError('rejected_by_host', 'It leads to something that is no web address.', {
    retryable: false,
  })
}

/** What the guarded client says, in the words of this port; anything else is passed on. */
export function toPageError(cause: unknown): unknown {
  if (!(cause instanceof OutboundError)) return cause
  const { message, retryable, code } = cause
  if (code === 'too_large') return new PageError('too_large', message, { retryable: false, cause })
  const fault = retryable ? 'unreachable' : 'forbidden_address'
  return new PageError(fault, message, { retryable, cause })
}

/** A status that brings no page. */
export function refusedWith(status: number): PageError {
  const retryable = status >= 500 || status === 429 || status === 408
  return new PageError('rejected_by_host', `Its server answered ${status}.`, { retryable })
}
