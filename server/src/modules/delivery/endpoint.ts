import type { Context } from '../../context.ts'
import { unseal } from '../../platform/crypto/seal.ts'
import { openPostPool, OutboundError, type PostPool } from '../../platform/guarded-http/index.ts'
import type { EndpointRow } from './endpoint-queries.ts'

/** As Standard Webhooks advises at least; receivers are told to answer first and work afterwards. */
const timeoutMs = 15_000
/** An answer's status decides; its body is only shown to people. */
const bodyTimeoutMs = 5_000
const maxResponseBytes = 32 * 1024

/** An endpoint ready to be sent to. */
export type Endpoint = {
  readonly row: EndpointRow
  readonly secret: string
  readonly previous: { readonly secret: string; readonly until: Date } | undefined
  /** Of the owner's choice; their values are secret. */
  readonly headers: Readonly<Record<string, string>>
  /** Or why nothing can be sent there. */
  readonly pool: PostPool | OutboundError
}

/** Where secrets of an endpoint are sealed for; see platform/crypto/seal.ts. */
export const secretPlace = (endpointId: string) => `webhook_endpoint:${endpointId}`
export const headersPlace = (endpointId: string) => `webhook_endpoint_headers:${endpointId}`

/** Never throws: one endpoint that cannot be opened must not hold up the others. */
export function openEndpoint({ config, outbound }: Context, row: EndpointRow): Endpoint {
  try {
    return { row, ...unsealed(config.encryptionKey, row), pool: poolOrRefusal(outbound, row.url) }
  } catch (cause) {
    const message = 'The stored secret cannot be opened with the present encryption key.'
    const pool = new OutboundError('forbidden_header', message, { cause })
    return { row, secret: '', previous: undefined, headers: {}, pool }
  }
}

function unsealed(
  key: string | undefined,
  { id, secret, previousSecret, previousSecretUntil, headers }: EndpointRow,
): Pick<Endpoint, 'secret' | 'previous' | 'headers'> {
  const open = (sealed: string) => unseal(key, secretPlace(id), sealed)
  const hasPrevious = previousSecret !== null && previousSecretUntil !== null
  return {
    secret: open(secret),
    previous: hasPrevious
      ? { secret: open(previousSecret), until: new Date(previousSecretUntil) }
      : undefined,
    headers:
      headers === null
        ? {}
        : (JSON.parse(unseal(key, headersPlace(id), headers)) as Record<string, string>),
  }
}

/** The rules may have become stricter since the endpoint was made. */
export function poolOrRefusal(outbound: Context['outbound'], url: string): PostPool | OutboundError {
  try {
    return openPostPool(outbound, url, { timeoutMs, bodyTimeoutMs, maxBytes: maxResponseBytes })
  } catch (error) {
    if (error instanceof OutboundError) return error
    throw error
  }
}

export function closeEndpoint({ pool }: Endpoint): void {
  if (!(pool instanceof OutboundError)) pool.close()
}
