import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Context } from '../../context.ts'
import type { Caller, Row } from '../records/index.ts'
import { isPlainE164 } from './plain-e164.ts'
import { selectDefaultCountry } from './queries.ts'

/** The same few numbers call all day, and reading one takes 30 µs. */
const maxKnownNumbers = 5_000
const knownNumbers = new Map<string, string | null>()

/** The number as +CCNNN, or null when it is not a possible number of that country. */
export function toE164(typed: string, country: string): string | null {
  if (isPlainE164(typed)) return typed
  const key = `${country} ${typed}`
  const known = knownNumbers.get(key)
  if (known !== undefined) return known
  const number = parsePhoneNumberFromString(typed, country as CountryCode)
  const e164 = number?.isPossible() ? number.number : null
  if (knownNumbers.size >= maxKnownNumbers) knownNumbers.clear()
  knownNumbers.set(key, e164)
  return e164
}

/** Adds `phone_e164` to a row that has a phone; the number stays as typed beside it. */
export async function withE164(caller: Caller, row: Row): Promise<Row> {
  const { phone } = row
  if (phone === undefined) return row
  if (typeof phone !== 'string') return { ...row, phone_e164: null }
  return { ...row, phone_e164: await e164Of(caller, phone) }
}

/** A number with its country's code means the same everywhere; others are the workspace's. */
export async function e164Of(caller: Caller, typed: string): Promise<string | null> {
  const isInternational = typed.trimStart().startsWith('+')
  return toE164(typed, isInternational ? 'US' : await defaultCountry(caller))
}

/** The same where nobody in particular asks. */
export async function toE164In(
  { db }: Pick<Context, 'db'>,
  workspaceId: string,
  typed: string,
): Promise<string | null> {
  if (typed.trimStart().startsWith('+')) return toE164(typed, 'US')
  return toE164(typed, await selectDefaultCountry(db, workspaceId))
}

/** Read once per request: a batch has a thousand numbers. */
const countries = new WeakMap<Caller, Promise<string>>()

function defaultCountry(caller: Caller): Promise<string> {
  const known = countries.get(caller)
  if (known) return known
  const read = selectDefaultCountry(caller.context.db, caller.principal.workspaceId)
  countries.set(caller, read)
  return read
}

/** Whose numbers those without a country's code are. */
export function countryOf({ db }: Context, workspaceId: string): Promise<string> {
  return selectDefaultCountry(db, workspaceId)
}
