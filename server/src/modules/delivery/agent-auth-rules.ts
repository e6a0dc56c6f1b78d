/** How whoever set a webhook up wants to be proven to, as Hamsa's clients write it. */
export type WebhookAuth = {
  readonly authKey?: string | null | undefined
  readonly authSecret?: string | null | undefined
}

const schemes = /^(basic|bearer|token|digest|apikey|api-key|hmac)\s+\S/i
/** Of a header's value: anything else would end it. */
const unprintable = /[^\t\x20-\x7e\x80-\xff]/
const maxLength = 4_000

/**
 * The value of the Authorization header: scheme and secret, or the secret alone where it has its
 * scheme already. Undefined when there is no secret, or none that a header can hold.
 */
export function authorizationOf(auth: WebhookAuth | null | undefined): string | undefined {
  const secret = auth?.authSecret?.trim() ?? ''
  const scheme = auth?.authKey?.trim() ?? ''
  if (secret === '') return undefined
  const value = schemes.test(secret) || scheme === '' ? secret : `${scheme} ${secret}`
  return unprintable.test(value) || value.length > maxLength ? undefined : value
}
