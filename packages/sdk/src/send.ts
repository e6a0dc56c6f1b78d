import { ParleyConnectionError, ParleyError } from './errors.ts'
import type { Body } from './form.ts'
import { backoffMs, isWorthRepeating, longestWaitMs, retryAfterSecondsOf, wait } from './retry.ts'

/** One HTTP request, ready to be sent as often as needed. */
export type Request = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body | undefined
  /** What a success is read as; `stream` is not read at all. */
  readonly reads: 'json' | 'text' | 'stream'
  readonly signal: AbortSignal | undefined
  /** For one attempt, the reading of the reply included. */
  readonly timeoutMs: number
  /** Attempts after the first one. */
  readonly retries: number
}

export type Reply = {
  readonly status: number
  readonly headers: Headers
  /** Undefined when the body is not JSON. */
  readonly json: unknown
  /** The body of a success that is a file. */
  readonly file: string | Response | undefined
}

/** Sends, and repeats what may be repeated, until there is an answer; a refusal is thrown. */
export async function sendWithRetries(
  send: typeof fetch,
  request: Request,
  onReply: (reply: Reply) => Promise<void>,
): Promise<Reply> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(send, request)
    if (!(outcome instanceof Error)) {
      await onReply(outcome)
      if (isSuccess(outcome)) return outcome
    }
    const failure = outcome instanceof Error ? outcome : refusalOf(outcome)
    const pauseMs = attempt < request.retries ? pauseBefore(failure, attempt) : undefined
    if (pauseMs === undefined) throw failure
    await wait(pauseMs, request.signal)
  }
}

/** How long to wait before the next attempt; undefined when there is no point in one. */
function pauseBefore(
  failure: ParleyError | ParleyConnectionError,
  attempt: number,
): number | undefined {
  if (failure instanceof ParleyConnectionError) return backoffMs(attempt)
  if (!isWorthRepeating(failure.status, failure.code)) return undefined
  if (failure.retryAfterSeconds === undefined) return backoffMs(attempt)
  const asked = failure.retryAfterSeconds * 1_000
  return asked <= longestWaitMs ? asked : undefined
}

async function attemptOnce(
  send: typeof fetch,
  request: Request,
): Promise<Reply | ParleyConnectionError> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), request.timeoutMs)
  const signal = request.signal ? AbortSignal.any([late.signal, request.signal]) : late.signal
  const { method, url, headers, body } = request
  try {
    const response = await send(url, {
      method,
      headers,
      signal,
      ...(body && { body: body.make() }),
      // Streams are sent while the answer is awaited; not in the DOM's types yet.
      ...(body?.isRepeatable === false && ({ duplex: 'half' } as object)),
    })
    return await read(response, request.reads)
  } catch (cause) {
    // The caller's own signal is the caller's own error.
    request.signal?.throwIfAborted()
    const timedOut = late.signal.aborted
    const what = timedOut ? `no answer within ${request.timeoutMs} ms` : 'no connection'
    return new ParleyConnectionError(`${method} ${url}: ${what}`, { timedOut, cause })
  } finally {
    clearTimeout(timer)
  }
}

async function read(response: Response, reads: Request['reads']): Promise<Reply> {
  const { status, headers, ok } = response
  if (ok && reads === 'stream') return { status, headers, json: undefined, file: response }
  const text = await response.text()
  const file = ok && reads === 'text' ? text : undefined
  return { status, headers, json: parseJson(text), file }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSuccess({ status, json, file }: Reply): boolean {
  return status >= 200 && status < 300 && (file !== undefined || isRecord(json))
}

function refusalOf({ status, headers, json }: Reply): ParleyError {
  const body = isRecord(json) ? json : {}
  const nested = isRecord(body.error) ? body.error : {}
  const says = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined
  return new ParleyError({
    status,
    code: says(body.code) ?? says(nested.name) ?? (status < 300 ? 'NOT_JSON' : `HTTP_${status}`),
    // A door without codes says the name of the status in `error` and the sentence in `message`.
    message:
      says(body.message) ??
      says(body.error) ??
      `The server answered ${status} without an explanation.`,
    details: body.details ?? nested.details,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: retryAfterSecondsOf(headers.get('retry-after'), Date.now()),
  })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
