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

export function openEndpoint({ config, outbound }: Context, row: EndpointRow): Endpoint {
  const key = config.encryptionKey
  const { previousSecret, previousSecretUntil, headers } = row
  return {
    row,
    secret: unseal(key, secretPlace(row.id), row.secret),
    previous:
      previousSecret !== null && previousSecretUntil !== null
        ? {
            secret: unseal(key, secretPlace(row.id), previousSecret),
            until: new Date(previousSecretUntil),
          }
        : undefined,
    headers:
      headers === null
        ? {}
        : (JSON.parse(unseal(key, headersPlace(row.id), headers)) as Record<string, string>),
    pool: poolOrRefusal(outbound, row.url),
  }
}

/** The rules may have become stricter since the endpoint was made. */
function poolOrRefusal(outbound: Context['outbound'], url: string): PostPool | OutboundError {
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
