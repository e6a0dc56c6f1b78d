import type { EventData, EventName } from '@parley/contract'

const prefix = 'whsec_'
const defaultToleranceS = 300

/** What Parley posts. `event` tells which data it carries: `if (event.event === 'deal.created')`. */
export type WebhookEvent<N extends EventName = EventName> = {
  readonly [Name in N]: {
    readonly event: Name
    /** When it happened: RFC 3339, UTC. */
    readonly timestamp: string
    readonly data: EventData<Name>
    /** The same each time it is sent: keep it to recognise duplicates. */
    readonly id: string
    readonly workspace_id: string
    /** Of a webhook in order (`fifo`). */
    readonly sequence?: number
  }
}[N]

/** Of Node, of a framework, or of `fetch`. */
export type WebhookRequestHeaders =
  | { readonly get: (name: string) => string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

export type VerifyWebhookOptions = {
  /**
   * `standard`: the headers of Standard Webhooks, which are refused when they are old. `plain`:
   * `X-Webhook-Signature`, which cannot tell. Unless said: `standard` where its headers are present.
   */
  readonly scheme?: 'standard' | 'plain'
  /** Seconds a request may be old, or its clock fast; 300 unless said. */
  readonly toleranceSeconds?: number
  /** Instead of the computer's clock. */
  readonly now?: Date
}

/** Why a request is not to be believed. Answer 401 or 400, and do nothing else. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
  readonly reason: 'no_signature' | 'wrong_time' | 'wrong_signature' | 'not_json'

  constructor(reason: WebhookVerificationError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/**
 * Answers the event when the request comes from who knows the secret, and throws a
 * WebhookVerificationError otherwise. `rawBody` is the body as it was received, not parsed: writing
 * JSON anew changes bytes. While you change over to a new secret, give both.
 */
export async function verifyWebhook<N extends EventName = EventName>(
  rawBody: string | Uint8Array,
  headers: WebhookRequestHeaders,
  secret: string | readonly string[],
  options: VerifyWebhookOptions = {},
): Promise<WebhookEvent<N>> {
  const body = bytesOf(rawBody)
  const isStandard =
    (options.scheme ?? (headerOf(headers, 'webhook-signature') ? 'standard' : 'plain')) ===
    'standard'
  const signed = isStandard ? standardSigned(body, headers, options) : plainSigned(body, headers)
  const secrets = typeof secret === 'string' ? [secret] : secret
  for (const one of secrets) {
    const keyBytes = isStandard ? standardKey(one) : textBytes(one)
    if (await isSignedWith(keyBytes, signed)) return parse<N>(body)
  }
  throw new WebhookVerificationError(
    'wrong_signature',
    'No signature was made with this secret for this body.',
  )
}

type Signed = {
  readonly message: Uint8Array<ArrayBuffer>
  readonly signatures: readonly Uint8Array<ArrayBuffer>[]
}

function standardSigned(
  body: Uint8Array<ArrayBuffer>,
  headers: WebhookRequestHeaders,
  { toleranceSeconds = defaultToleranceS, now = new Date() }: VerifyWebhookOptions,
): Signed {
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature')
  if (!id || !timestamp || !signatures) {
    throw new WebhookVerificationError(
      'no_signature',
      'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
    )
  }
  const offS = Math.abs(now.getTime() / 1_000 - Number(timestamp))
  if (!/^\d{1,12}$/.test(timestamp) || offS > toleranceSeconds) {
    throw new WebhookVerificationError(
      'wrong_time',
      `The request was signed more than ${toleranceSeconds} s ago or ahead of now.`,
    )
  }
  return {
    message: joined(textBytes(`${id}.${timestamp}.`), body),
    signatures: signatures
      .split(' ')
      .filter((signature) => signature.startsWith('v1,'))
      .map((signature) => fromBase64(signature.slice(3))),
  }
}

function plainSigned(body: Uint8Array<ArrayBuffer>, headers: WebhookRequestHeaders): Signed {
  const names = ['x-webhook-signature', 'x-webhook-signature-previous']
  const given = names
    .map((name) => headerOf(headers, name))
    .filter((value) => value !== undefined && /^sha256=[0-9a-f]{64}$/i.test(value))
  if (given.length === 0) {
    throw new WebhookVerificationError(
      'no_signature',
      'The header webhook-signature or x-webhook-signature is needed.',
    )
  }
  return { message: body, signatures: given.map((value) => fromHex(value?.slice(7) ?? '')) }
}

/** `verify` compares in constant time. */
async function isSignedWith(
  keyBytes: Uint8Array<ArrayBuffer>,
  { message, signatures }: Signed,
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', keyBytes, algorithm, false, ['verify'])
  for (const signature of signatures) {
    if (await crypto.subtle.verify('HMAC', key, signature, message)) return true
  }
  return false
}

/** What follows `whsec_` is base64; another secret is its own key. */
function standardKey(secret: string): Uint8Array<ArrayBuffer> {
  return secret.startsWith(prefix) ? fromBase64(secret.slice(prefix.length)) : textBytes(secret)
}

function parse<N extends EventName>(body: Uint8Array): WebhookEvent<N> {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as WebhookEvent<N>
  } catch {
    throw new WebhookVerificationError('not_json', 'The body is not JSON.')
  }
}

function headerOf(headers: WebhookRequestHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const record = headers as Readonly<Record<string, string | readonly string[] | undefined>>
  const value = record[name] ?? record[spellingOf(record, name)]
  return typeof value === 'string' ? value : value?.[0]
}

function spellingOf(record: object, name: string): string {
  return Object.keys(record).find((key) => key.toLowerCase() === name) ?? name
}

function bytesOf(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return textBytes(body)
  if (body instanceof Uint8Array) return new Uint8Array(body)
  throw new TypeError(
    'verifyWebhook needs the body as it was received: text or bytes, not the parsed object.',
  )
}

function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/** Text that is no base64 gives no bytes, which sign nothing. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
