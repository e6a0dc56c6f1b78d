import type { Context } from '../../context.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { poolOrRefusal } from './endpoint.ts'
import { noTiming, type Sent, sentOf, userAgent } from './send.ts'
import { plainSignature } from './signing.ts'

type Letter = {
  /** The same in every attempt. */
  readonly id: string
  readonly url: string
  readonly body: Buffer
  readonly authorization?: string | undefined
  /** Signs the body; undefined sends it unsigned. */
  readonly secret?: string | undefined
}

/**
 * One attempt to post something to an address that came with a request and is no endpoint, such as a
 * job's webhook. Never throws; whoever calls decides whether there is another one.
 */
export async function sendToAddress(
  { outbound, now }: Pick<Context, 'outbound' | 'now'>,
  { id, url, body, authorization, secret }: Letter,
): Promise<Sent> {
  const at = now()
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    ...(authorization !== undefined && { authorization }),
    ...(secret !== undefined && { 'x-hamsa-signature': plainSignature(secret, body) }),
  }
  const shown = JSON.stringify({ ...headers, ...(authorization !== undefined && { authorization: '***' }) })
  const pool = poolOrRefusal(outbound, url)
  if (pool instanceof OutboundError) {
    return sentOf({ timing: noTiming, error: { code: 'refused', message: pool.message } }, shown, at)
  }
  try {
    return sentOf(await pool.send({ headers, body }), shown, at)
  } finally {
    pool.close()
  }
}
