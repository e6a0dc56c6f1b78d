import { createHmac } from 'node:crypto'
import { signWebhook } from '../../platform/crypto/standard-webhooks.ts'

export type Secrets = {
  readonly current: string
  /** Signs too, while a rotation lasts. */
  readonly previous: string | undefined
}

/**
 * The headers of both schemes: Standard Webhooks, whose header holds a signature per secret, and the
 * plain one, which has room for one. Its verifier compares the whole header, so the previous secret's
 * goes into a header of its own.
 */
export function signatureHeaders(
  { current, previous }: Secrets,
  message: { readonly id: string; readonly timestampS: number },
  body: Buffer,
): Record<string, string> {
  const stamp = { id: message.id, timestamp: message.timestampS }
  const secrets = previous === undefined ? [current] : [current, previous]
  return {
    'x-webhook-signature': plainSignature(current, body),
    ...(previous !== undefined && {
      'x-webhook-signature-previous': plainSignature(previous, body),
    }),
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestampS),
    'webhook-signature': secrets.map((secret) => signWebhook(secret, stamp, body)).join(' '),
  }
}

/** HMAC-SHA256 of the body; the key is the secret's text as it stands, `whsec_` included. */
export function plainSignature(secret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}
