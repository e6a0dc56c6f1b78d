import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * How Twilio signs its requests: HMAC-SHA1 over the whole address and the form's fields by name.
 * https://www.twilio.com/docs/usage/security
 */
export function signatureOf(
  authToken: string,
  url: string,
  form: Readonly<Record<string, string>>,
): string {
  const text = Object.keys(form)
    .sort()
    .reduce((before, name) => before + name + (form[name] ?? ''), url)
  return createHmac('sha1', authToken).update(text).digest('base64')
}

export function isSignedBy(
  authToken: string,
  {
    url,
    form,
    signature,
  }: {
    readonly url: string
    readonly form: Readonly<Record<string, string>>
    readonly signature: string | undefined
  },
): boolean {
  if (signature === undefined) return false
  const given = Buffer.from(signature)
  return spellingsOf(url).some((spelling) => {
    const expected = Buffer.from(signatureOf(authToken, spelling, form))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** Twilio was seen to sign addresses with and without the port that the scheme has anyway. */
function spellingsOf(url: string): string[] {
  const { protocol, host, port, pathname, search } = new URL(url)
  if (port !== '') return [url, `${protocol}//${host.replace(/:\d+$/, '')}${pathname}${search}`]
  const usual = protocol === 'https:' ? '443' : '80'
  return [url, `${protocol}//${host}:${usual}${pathname}${search}`]
}
