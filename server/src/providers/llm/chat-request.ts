import { setTimeout as wait } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import { ProviderError } from '../provider-error.ts'

/** Where chat completions are asked for, and with how much patience. */
export type Service = {
  readonly url: URL
  readonly apiKey: string | undefined
  readonly dispatcher: Dispatcher
  /** Of one request, from its first byte to the last of the answer. */
  readonly timeoutMs: number
  /** Requests for one answer, the first included. */
  readonly attempts: number
  /** Before the second request; doubled before each further one. */
  readonly baseDelayMs: number
  /** A server that wants us to wait longer is left to the job queue. */
  readonly longestDelayMs: number
}

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

/** Servers differ in what they leave out. */
export const Completion = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      cost: z.number().nullish(),
    })
    .nullish(),
})
export type Completion = z.infer<typeof Completion>

/** The server answered, but not with a completion. */
export type Refusal = { readonly status: number; readonly body: string }

type Reply = {
  readonly requests: number
  readonly completion?: Completion
  readonly refusal?: Refusal
}

export const providerName = 'language model'
const shownReplyLength = 300
const largestReplyBytes = 8_000_000

/**
 * One completion, asked for again while the server is busy or away. A refusal that another time would
 * not change is returned; throws ProviderError when there is none, or the reason of the signal.
 */
export async function requestChat(
  service: Service,
  body: unknown,
  signal: AbortSignal,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(service, body, signal)
    if ('completion' in outcome) return { requests: attempt, completion: outcome.completion }
    if (!outcome.isPassing) {
      return { requests: attempt, refusal: { status: outcome.status, body: outcome.shown } }
    }
    const delayMs = outcome.retryAfterMs ?? backoffMs(service, attempt)
    if (attempt >= service.attempts || delayMs > service.longestDelayMs) {
      throw new ProviderError(providerName, true, outcome.shown)
    }
    await wait(delayMs, undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw error
    })
  }
}

/** Between half and all of it, so that many who were refused together do not return together. */
function backoffMs({ baseDelayMs }: Service, attempt: number): number {
  return baseDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
}

type Failure = {
  readonly isPassing: boolean
  readonly status: number
  readonly shown: string
  readonly retryAfterMs: number | undefined
}

async function tryOnce(
  { url, apiKey, dispatcher, timeoutMs }: Service,
  body: unknown,
  signal: AbortSignal,
): Promise<Failure | { completion: Completion }> {
  const inTime = AbortSignal.timeout(timeoutMs)
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, inTime]),
    })
    const text = await readBody(response.body)
    return readReply(response.statusCode, text, response.headers['retry-after'])
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProviderError) throw error
    const shown = inTime.aborted ? `No answer within ${timeoutMs / 1_000} s.` : messageOf(error)
    return { isPassing: true, status: 0, shown, retryAfterMs: undefined }
  }
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > largestReplyBytes) {
      throw new ProviderError(providerName, false, 'Its answer is larger than 8 MB.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readReply(status: number, text: string, retryAfter: string | string[] | undefined) {
  const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, shownReplyLength)
  const shown = `Status ${status}: ${words}`
  if (status >= 200 && status <= 299) {
    const completion = Completion.safeParse(parseJson(text))
    if (completion.success) return { completion: completion.data }
    return { isPassing: false, status, shown, retryAfterMs: undefined }
  }
  const isPassing = status === 408 || status === 409 || status === 429 || status >= 500
  return { isPassing, status, shown, retryAfterMs: toMs([retryAfter].flat()[0]) }
}

/** Seconds or a date. */
function toMs(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) return undefined
  const seconds = Number(retryAfter)
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1_000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function messageOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return message || code || String(error)
}
