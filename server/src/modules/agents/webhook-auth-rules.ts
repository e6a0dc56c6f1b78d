/** Words that say how somebody proves who they are, as headers begin with them. */
const schemes = /^(bearer|basic|token|digest|apikey|api-key|negotiate|hmac|signature)\s+\S/i

/**
 * The header `Authorization` made of both halves. Some clients have the scheme in the key and in the
 * secret, and their receivers compare the whole header with the secret: then the secret stands alone.
 */
export function authorizationOf(
  authKey: string | null,
  authSecret: string | null | undefined,
): string | null {
  if (!authSecret) return null
  const begins = authKey && authSecret.toLowerCase().startsWith(`${authKey.toLowerCase()} `)
  if (!authKey || begins || schemes.test(authSecret)) return authSecret
  return `${authKey} ${authSecret}`
}
