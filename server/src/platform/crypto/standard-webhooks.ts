import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Signatures of https://www.standardwebhooks.com, which Svix and Fathom use too. */

const prefix = 'whsec_'
const secretBytes = 24
/** A signed message that is older, or as far in the future, counts as replayed. */
const toleranceS = 300

/** Of a request, in lower case. */
type Headers = Readonly<Record<string, string | string[] | undefined>>

export function newWebhookSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64')
}

/** `v1,` and the signature; `timestamp` in Unix seconds. A secret without the prefix is used as it is. */
export function signWebhook(
  secret: string,
  { id, timestamp }: { readonly id: string; readonly timestamp: number },
  body: string | Buffer,
): string {
  const key = secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), 'base64')
    : Buffer.from(secret)
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body)
  return `v1,${digest.digest('base64')}`
}

/** Whether one of the signatures was made with the secret, for these bytes, a short while ago. */
export function verifyWebhook(
  secret: string,
  headers: Headers,
  body: string | Buffer,
  now: Date,
): boolean {
  const id = one(headers['webhook-id'])
  const sent = one(headers['webhook-timestamp'])
  const signatures = one(headers['webhook-signature'])
  if (id === undefined || signatures === undefined || !/^\d{1,12}$/.test(sent ?? '')) return false
  const timestamp = Number(sent)
  if (Math.abs(now.getTime() / 1_000 - timestamp) > toleranceS) return false
  const expected = Buffer.from(signWebhook(secret, { id, timestamp }, body))
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined
}
