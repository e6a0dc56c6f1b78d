import type { IncomingHttpHeaders } from 'node:http'

/**
 * The API key a request carries: `X-API-Key`, `Authorization: Token|Bearer`, or `?api_key=` when
 * the query is passed in, which only WebSocket upgrades do: browsers cannot set headers on those,
 * and queries end up in the logs of proxies. A bearer token that does not look like a key belongs
 * to a session.
 */
export function readKey(
  headers: IncomingHttpHeaders,
  query?: Record<string, unknown>,
): string | undefined {
  const header = headers['x-api-key']
  if (header !== undefined) return Array.isArray(header) ? header[0] : header
  const { authorization } = headers
  if (authorization !== undefined) {
    const [, scheme, value = ''] = /^(Token|Bearer) +(\S+)$/i.exec(authorization) ?? []
    if (scheme && (value.startsWith('sk_') || scheme.toLowerCase() === 'token')) return value
  }
  const inQuery = query?.['api_key']
  return typeof inQuery === 'string' ? inQuery : undefined
}
