/** What a client of the voice API says of its receiver. */
export type Authorization = {
  readonly authKey?: string | null | undefined
  readonly authSecret?: string | null | undefined
}

/** A secret that is a whole header already: a scheme, a blank and the credentials. */
const wholeHeader = /^(basic|bearer|digest|token|apikey|api-key|negotiate|hmac|signature)\s+\S/i
/** What may stand in a header (RFC 9110): no control characters, nothing beyond Latin-1. */
const sendable = /^[\t\x20-\x7e\xa0-\xff]*$/

/**
 * The Authorization header for a receiver. Clients write the scheme into the key, or the whole header
 * into the secret: both come out right. Undefined for none.
 */
export function authorizationOf(given: Authorization | null | undefined): string | undefined {
  const key = given?.authKey?.trim() ?? ''
  const secret = given?.authSecret?.trim() ?? ''
  if (secret === '') return undefined
  const begins = secret.toLowerCase().startsWith(`${key.toLowerCase()} `)
  return key === '' || begins || wholeHeader.test(secret) ? secret : `${key} ${secret}`
}

/** Whether it can be sent at all. */
export function isSendable(header: string): boolean {
  return sendable.test(header)
}
