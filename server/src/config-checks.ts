import { isIP } from 'node:net'
import { z } from 'zod'

/** Scheme, host and port without a path, as browsers send it; or any. */
export function isOrigin(text: string): boolean {
  if (text === '*') return true
  return URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)
}

/** An address, a range in CIDR notation, or one of the names that Fastify knows. */
export function isAddressRange(text: string): boolean {
  const trimmed = text.trim()
  if (['loopback', 'linklocal', 'uniquelocal'].includes(trimmed)) return true
  const [address = '', bits] = trimmed.split('/')
  const version = isIP(address)
  if (version === 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

/** A name without scheme and port; `*.` before it means every name below it. */
export function isHostName(text: string): boolean {
  return /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text) && !/^[\d.]+$/.test(text)
}

/** Dollars for a million tokens, of questions and of answers: `0.15/0.6`. */
export const modelPrices = z
  .string()
  .regex(
    /^\d{1,6}(?:\.\d{1,9})?\/\d{1,6}(?:\.\d{1,9})?$/,
    'LLM_PRICES must be two prices in dollars such as 0.15/0.6.',
  )
  .transform((given) => {
    const [input = 0, output = 0] = given.split('/').map(Number)
    return { input, output }
  })
