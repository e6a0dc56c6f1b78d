import { setTimeout as pause } from 'node:timers/promises'
import type { ToolMethod } from '@parley/contract'
import type { Context } from '../../context.ts'
import { guardedRequest, OutboundError } from '../../platform/guarded-http/index.ts'
import { askOwnApi } from './own-api.ts'
import { isOwnAddress } from './request-rules.ts'

/** Before the second attempt; twice as long before each further one. */
const firstPauseMs = 200

export type Outgoing = {
  readonly url: string
  readonly method: ToolMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** For all attempts together. */
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Further attempts; 0 for what must not happen twice. */
  readonly retries: number
}

/** How one attempt ended: with an answer, or without. */
export type Attempt = {
  /** From 1. */
  readonly number: number
  readonly durationMs: number
  readonly answer?: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: Buffer
  }
  readonly error?: OutboundError
  /** In milliseconds; undefined: it was the last one. */
  readonly nextInMs: number | undefined
}

/** Sends until there is an answer that stands, the attempts are used up, or the time is. */
export async function* sendRequest(
  context: Context,
  outgoing: Outgoing,
  signal?: AbortSignal,
): AsyncGenerator<Attempt, void> {
  const startedAt = performance.now()
  const leftMs = () => outgoing.timeoutMs - (performance.now() - startedAt)
  for (let number = 1; ; number += 1) {
    const begunAt = performance.now()
    const outcome = await tryOnce()
    const wishedMs = number > outgoing.retries ? undefined : pauseAfter(number, outcome)
    const nextInMs = wishedMs !== undefined && wishedMs < leftMs() ? wishedMs : undefined
    yield { number, durationMs: performance.now() - begunAt, ...outcome, nextInMs }
    if (nextInMs === undefined) return
    // Given up while waiting: the next attempt says so.
    await pause(nextInMs, undefined, signal && { signal }).catch(() => {})
  }

  async function tryOnce(): Promise<Pick<Attempt, 'answer' | 'error'>> {
    try {
      const { url, method, headers, body, maxBytes } = outgoing
      const timeoutMs = Math.max(1, Math.round(leftMs()))
      if (isOwnAddress(url)) {
        const asked = { url, method, headers, body }
        return { answer: await askOwnApi(context, asked, { timeoutMs, maxBytes, signal }) }
      }
      const answer = await guardedRequest(context.outbound, {
        url,
        method,
        headers,
        ...(body !== undefined && { body }),
        timeoutMs,
        maxBytes,
        ...(signal && { signal }),
      })
      return { answer }
    } catch (error) {
      if (error instanceof OutboundError) return { error }
      throw error
    }
  }
}

/** Undefined where another attempt would be none the better. */
function pauseAfter(
  number: number,
  { answer, error }: Pick<Attempt, 'answer' | 'error'>,
): number | undefined {
  const usualMs = firstPauseMs * 2 ** (number - 1) * (0.5 + Math.random() / 2)
  if (error) return error.retryable && error.code !== 'aborted' ? usualMs : undefined
  const { status = 0, headers = {} } = answer ?? {}
  if (status !== 429 && (status < 500 || status === 501)) return undefined
  const after = headers['retry-after'] ?? ''
  return /^\d{1,6}$/.test(after) ? Number(after) * 1_000 : usualMs
}

/** JSON where it is any, else text; of anything else only what it is. */
export function readBody(body: Buffer, contentType: string | undefined): unknown {
  const isText = contentType === undefined || /^text\/|json|xml|x-www-form/i.test(contentType)
  if (!isText) return { contentType, bytes: body.length }
  const text = body.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
