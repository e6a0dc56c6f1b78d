import { z } from 'zod'

/**
 * Field schemas shared by all resources. Input ones clean what they accept (trim, null for empty);
 * output ones describe what is answered. Where what a field accepts is wider than what callers
 * should know, `openapi` in its metadata is what the reference shows instead.
 */

const unstorable = /[\0\p{Cs}]/u

/** Text that PostgreSQL and JSON can hold: no NUL, no half of a surrogate pair. */
const storable = (text: string) => !unstorable.test(text)

/** Required text, trimmed. `maxCharacters` counts code points, as PostgreSQL and Python do. */
export function text(maxCharacters: number) {
  return z
    .string({ error: (issue) => (issue.input === undefined ? 'is required.' : 'must be text.') })
    .trim()
    .min(1, 'must not be empty.')
    .max(maxCharacters, `must be at most ${maxCharacters} characters.`)
    .refine(storable, 'must not contain NUL or half surrogate characters.')
}

/** Optional text: null and an empty string both clear it. */
export function optionalText(maxCharacters: number) {
  return z
    .string('must be text or null.')
    .trim()
    .max(maxCharacters, `must be at most ${maxCharacters} characters.`)
    .refine(storable, 'must not contain NUL or half surrogate characters.')
    .transform((value) => (value === '' ? null : value))
    .nullable()
    .optional()
}

const emailShape = /^[^\s@,;<>"()]+@[^\s@,;<>"()]+\.[^\s@,;<>"()]{2,}$/

/** An e-mail address, trimmed; kept as typed, compared without regard to case. */
export const email = text(254)
  .refine((value) => emailShape.test(value), 'Invalid email format')
  .meta({ openapi: { type: 'string', format: 'email', maxLength: 254 } })

export const optionalEmail = optionalText(254)
  .refine((value) => value == null || emailShape.test(value), 'Invalid email format')
  .meta({ openapi: { type: ['string', 'null'], format: 'email', maxLength: 254 } })

export const id = z.uuid('must be a UUID.').transform((value) => value.toLowerCase())

/** A reference that may be cleared with null or an empty string. */
export const optionalId = z
  .union([z.literal('').transform(() => null), id, z.null()], 'must be a UUID or null.')
  .meta({ openapi: { type: ['string', 'null'], format: 'uuid' } })
  .optional()

export const flag = z.boolean('must be true or false.')

/** Money and other amounts: finite, two decimals are kept. */
export const amount = z
  .number({
    error: (issue) => (issue.input === undefined ? 'is required.' : 'must be a number.'),
  })
  .min(0, 'must not be negative.')
  .max(1e12, 'must be at most 1000000000000.')

export const minutes = z
  .int('must be a whole number of minutes.')
  .min(0, 'must not be negative.')
  .max(525_600, 'must be at most 525600 (a year).')

/** RFC 3339, and a little less: seconds, the offset and all of the time may be missing. */
const datePattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/

function isCalendarDate(value: string): boolean {
  const match = datePattern.exec(value)
  if (!match) return false
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
  if (year < 1) return false
  const date = new Date(Date.UTC(2000, 0, 1))
  date.setUTCFullYear(year, month - 1, day)
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists && !Number.isNaN(inUtc(value).getTime())
}

/** Without an offset a time is UTC, wherever the server stands. */
function inUtc(value: string): Date {
  const hasOffset = value.length === 10 || datePattern.exec(value)?.[4] !== undefined
  return new Date((hasOffset ? value : `${value}Z`).toUpperCase())
}

const date = z
  .string({ error: (issue) => (issue.input === undefined ? 'is required.' : 'must be a date.') })
  .trim()
  .refine(isCalendarDate, 'must be a real date as YYYY-MM-DD.')
  .transform((value) => value.slice(0, 10))
  .meta({ openapi: { type: 'string', format: 'date' } })

/** A calendar date `YYYY-MM-DD`; of a date and time the date part is taken as written. */
export const requiredDate = date

export const optionalDate = z
  .union(
    [z.literal('').transform(() => null), date, z.null()],
    'must be a real date as YYYY-MM-DD.',
  )
  .meta({ openapi: { type: ['string', 'null'], format: 'date' } })
  .optional()

const moment = z
  .string('must be a date and time.')
  .trim()
  .refine(
    (value) => isCalendarDate(value) && withinYears(value),
    'must be a real RFC 3339 date and time, such as 2025-01-15T14:00:00Z.',
  )
  .transform((value) => inUtc(value).toISOString())
  .meta({ openapi: { type: 'string', format: 'date-time' } })

/** PostgreSQL and JavaScript both hold the years 1 to 9999 without signs or extra digits. */
function withinYears(value: string): boolean {
  const year = inUtc(value).getUTCFullYear()
  return year >= 1 && year <= 9999
}

export const requiredMoment = moment

/** A moment in RFC 3339; without an offset, or as a mere date, it is read as UTC. */
export const optionalMoment = z
  .union([z.literal('').transform(() => null), moment, z.null()], 'must be a date and time.')
  .meta({ openapi: { type: ['string', 'null'], format: 'date-time' } })
  .optional()

/** An absolute web address; one without a scheme gets https. Scheme and host are lower-cased. */
export function optionalUrl(maxCharacters = 2048) {
  return optionalText(maxCharacters)
    .transform((value) => (value ? withScheme(value) : value))
    .refine((value) => value == null || isWebAddress(value), 'must be a web address.')
    .meta({ openapi: { type: ['string', 'null'], format: 'uri', maxLength: maxCharacters } })
}

/** `acme.com:8443` begins with a host, `mailto:a@b.c` with a scheme. */
function withScheme(value: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value) ? value : `https://${value}`
  return whole.replace(/^[a-z]+:\/\/[^/?#@]*(?=[/?#]|$)/i, (start) => start.toLowerCase())
}

/** A name with a dot in it, an IPv4 or IPv6 address, or this machine. */
const hostShape = /^(?:[^.]+\.)+[^.]{2,}$|^\d+(?:\.\d+){3}$|^\[|^localhost$/

function isWebAddress(value: string): boolean {
  if (/\s/.test(value) || !URL.canParse(value)) return false
  const url = new URL(value)
  return /^https?:$/.test(url.protocol) && hostShape.test(url.hostname)
}

// What is answered.

export const shownId = z.uuid()
export const shownMoment = z.iso.datetime().describe('RFC 3339, UTC.')
export const shownDate = z.iso.date()

// Values of a query string: always text at first.

export const queryFlag = z
  .enum(['true', 'false', '1', '0'], 'must be true or false.')
  .transform((value) => value === 'true' || value === '1')
  .meta({ openapi: { type: 'boolean' } })

export const queryNumber = z
  .string()
  .trim()
  .regex(/^-?\d{1,15}(?:\.\d{1,6})?$/, 'must be a number.')
  .transform(Number)
  .meta({ openapi: { type: 'number' } })

export const queryText = z
  .string('must be given once.')
  .trim()
  .max(500, 'must be at most 500 characters.')
  .refine(storable, 'must not contain NUL or half surrogate characters.')

/** `a,b,c`: at most 100 values. */
export const queryList = queryText
  .transform((value) => value.split(',').map((part) => part.trim()))
  .refine((values) => values.length <= 100, 'must list at most 100 values.')

export const queryIds = queryList.refine(
  (values) => values.every((value) => z.uuid().safeParse(value).success),
  'must list UUIDs separated by commas.',
)
