import { type Readable, Transform } from 'node:stream'
import { type Dispatcher, errors } from 'undici'
import { flatHeaders } from './flat-headers.ts'
import type { Guard } from './guard.ts'
import { OutboundError } from './outbound-error.ts'

const defaultTimeoutMs = 30_000
const defaultMaxBytes = 10 * 1024 * 1024

type OutboundRequest = {
  readonly url: string
  /** GET unless said. */
  readonly method?: Dispatcher.HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** For everything, from resolving the name to the last byte; 30 s unless said. */
  readonly timeoutMs?: number
  /** Longer answers are refused as too_large; 10 MiB unless said. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
}

type Answer<Body> = {
  /** Redirects are answered like anything else: they are never followed. */
  readonly status: number
  /** Names in lower case; values sent more than once are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** The connection is ours to manage, and the name decides which certificate and site answer. */
const ownHeaders = new Set(
  `host connection keep-alive transfer-encoding content-length upgrade te trailer expect
   proxy-authorization proxy-connection`.split(/\s+/),
)

/** Makes one request to an address given by a user and reads the whole answer. Throws OutboundError. */
export async function guardedRequest(
  guard: Guard,
  request: OutboundRequest,
): Promise<Answer<Buffer>> {
  const { status, headers, body } = await guardedStream(guard, request)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return { status, headers, body: Buffer.concat(chunks) }
}

/**
 * Like {@link guardedRequest}, with the body as a stream: it fails with an OutboundError when it is
 * too long or too slow. Read it to its end or destroy it.
 */
export async function guardedStream(
  guard: Guard,
  request: OutboundRequest,
): Promise<Answer<Readable>> {
  const { method = 'GET', headers = {}, body, maxBytes = defaultMaxBytes } = request
  const url = guard.check(request.url)
  refuseOwnHeaders(headers)
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout
  const toError = (cause: unknown) => outboundErrorOf(cause, { timeout, signal, url, maxBytes })
  try {
    const answer = await guard.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': 'Parley', ...headers },
      body: body ?? null,
      signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    })
    const flat = flatHeaders(answer.headers)
    if (Number(flat['content-length'] ?? 0) > maxBytes && method !== 'HEAD') {
      answer.body.on('error', () => {})
      answer.body.destroy()
      throw tooLarge(maxBytes)
    }
    return { status: answer.statusCode, headers: flat, body: limit(answer.body, maxBytes, toError) }
  } catch (cause) {
    throw toError(cause)
  }
}

/** Passes bytes on until there are too many; whatever goes wrong becomes an OutboundError. */
function limit(
  source: Readable,
  maxBytes: number,
  toError: (cause: unknown) => OutboundError,
): Readable {
  let received = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      if (received > maxBytes) return done(tooLarge(maxBytes))
      done(null, chunk)
    },
    destroy(error, done) {
      source.destroy()
      done(error)
    },
  })
  // It may fail before anybody reads; whoever reads then is told all the same.
  counter.on('error', () => {})
  source.on('error', (cause) => counter.destroy(toError(cause)))
  return source.pipe(counter)
}

function outboundErrorOf(
  cause: unknown,
  about: { timeout: AbortSignal; signal: AbortSignal; url: URL; maxBytes: number },
): OutboundError {
  if (cause instanceof OutboundError) return cause
  const { timeout, signal, url } = about
  const { host } = url
  if (timeout.aborted || isTimeout(cause)) {
    return new OutboundError('timeout', `${host} did not answer in time.`, { cause })
  }
  if (signal.aborted) return new OutboundError('aborted', 'The request was given up.', { cause })
  if (cause instanceof errors.InvalidArgumentError) {
    return new OutboundError('invalid_url', 'The address or a header cannot be sent.', { cause })
  }
  return new OutboundError('unreachable', `${host} could not be reached.`, { cause })
}

function isTimeout(cause: unknown): boolean {
  return (
    cause instanceof errors.ConnectTimeoutError ||
    cause instanceof errors.HeadersTimeoutError ||
    cause instanceof errors.BodyTimeoutError
  )
}

function refuseOwnHeaders(headers: Readonly<Record<string, string>>): void {
  const own = Object.keys(headers).find((name) => ownHeaders.has(name.toLowerCase()))
  if (own === undefined) return
  throw new OutboundError('forbidden_header', `The header ${own} cannot be set.`)
}

const tooLarge = (maxBytes: number) =>
  new OutboundError('too_large', `The answer is larger than ${maxBytes} bytes.`)
