import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type EventEnvelope, longestWaitS } from '@parley/contract'
import type { z } from 'zod'
import { signWebhook } from '../platform/crypto/standard-webhooks.ts'

type Envelope = z.infer<typeof EventEnvelope>

export type Forwarding = {
  /** Address of the server without a path. */
  readonly url: string
  readonly apiKey: string
  /** Where to post. */
  readonly forward: string
  /** Names separated by commas; undefined for all. */
  readonly events: string | undefined
  readonly secret: string
  readonly print: (line: string) => void
  /** Ends it. */
  readonly signal: AbortSignal
  /** Between attempts while the server or the receiver is away; a second unless said. */
  readonly pauseMs?: number
}

/** The server does not want us: trying again would not help. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** More than the server holds a request. */
const pollTimeoutMs = (longestWaitS + 10) * 1_000
const postTimeoutMs = 30_000
const defaultPauseMs = 1_000

type Page = { readonly data: readonly Envelope[]; readonly next_cursor: string }

/**
 * Posts the events that come from now on, one after the other, until the signal. Waits for a server or
 * a receiver that is away, and then goes on where it was.
 */
export async function forwardEvents(options: Forwarding): Promise<void> {
  let after = 'now'
  while (!options.signal.aborted) {
    const page = await poll(options, after)
    if (!page) return
    if (page === 'restored') {
      options.print('The database was restored: going on with what comes from now on.')
      after = 'now'
      continue
    }
    if (after === 'now') options.print('Listening.')
    for (const event of page.data) {
      if (!(await post(options, event))) return
    }
    after = page.next_cursor
  }
}

/** Undefined: it is to end. */
async function poll(options: Forwarding, after: string): Promise<Page | 'restored' | undefined> {
  const { url, apiKey, events } = options
  // The first answer is a cursor, and need not be waited for.
  const wait = after === 'now' ? 0 : longestWaitS
  const query = new URLSearchParams({ after, wait: String(wait), ...(events && { events }) })
  const address = `${url}/functions/v1/events?${query.toString()}`
  const response = await persist(options, `the server at ${url}`, async (signal) => {
    const answer = await fetch(address, { headers: { 'x-api-key': apiKey }, signal })
    const body = (await answer.json()) as Page & { error: string | null }
    const isPassing = answer.status === 429 || answer.status >= 500
    if (isPassing) throw new Error(body.error ?? `It answers ${answer.status}.`)
    return { status: answer.status, body }
  })
  if (!response) return undefined
  const { status, body } = response
  if (status === 200) return body
  if (status === 400 && /another database/.test(body.error ?? '')) return 'restored'
  throw new Refused(body.error ?? `${url} answers ${status}.`)
}

/** False: it is to end. Whatever the receiver answers, the next event follows. */
async function post(options: Forwarding, event: Envelope): Promise<boolean> {
  const { forward, secret, print } = options
  const body = JSON.stringify(event)
  const answer = await persist(options, `the receiver at ${forward}`, async (signal) => {
    const began = performance.now()
    const headers = signedHeaders(secret, event.id, body)
    const got = await fetch(forward, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await got.body?.cancel()
    return { status: got.status, ms: Math.round(performance.now() - began) }
  })
  if (!answer) return false
  const at = new Date().toISOString().slice(11, 19)
  print(`${at}  ${event.event}  ${event.id}  ${answer.status}  ${answer.ms} ms`)
  return true
}

/** As a delivery is signed: both schemes. */
function signedHeaders(secret: string, id: string, body: string): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1_000)
  return {
    'content-type': 'application/json',
    'user-agent': 'Parley-Webhooks/1.0',
    'x-webhook-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(secret, { id, timestamp }, body),
  }
}

/** Tries until it succeeds; undefined when it is to end before that. Says once that it waits. */
async function persist<T>(
  { signal, print, pauseMs = defaultPauseMs }: Forwarding,
  whom: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const timeoutMs = whom.startsWith('the server') ? pollTimeoutMs : postTimeoutMs
  let hasSaid = false
  while (!signal.aborted) {
    try {
      const result = await work(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
      if (hasSaid) print(`${capitalised(whom)} is back.`)
      return result
    } catch (error) {
      if (signal.aborted) return undefined
      if (!hasSaid) print(`Waiting for ${whom}: ${reasonOf(error)}`)
      hasSaid = true
      await pause(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const { code } = (cause ?? {}) as { code?: string }
  return code ?? message
}

const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
