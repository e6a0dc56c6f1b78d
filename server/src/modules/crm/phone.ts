import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Caller, Row } from '../records/index.ts'
import { selectDefaultCountry } from './queries.ts'

/** The number as +CCNNN, or null when it is not a possible number of that country. */
export function toE164(typed: string, country: string): string | null {
  const number = parsePhoneNumberFromString(typed, country as CountryCode)
  return number?.isPossible() ? number.number : null
}

/** Adds `phone_e164` to a row that has a phone; the number stays as typed beside it. */
export async function withE164(caller: Caller, row: Row): Promise<Row> {
  const { phone } = row
  if (phone === undefined) return row
  if (typeof phone !== 'string') return { ...row, phone_e164: null }
  return { ...row, phone_e164: toE164(phone, await defaultCountry(caller)) }
}

export function defaultCountry({ context, principal }: Caller): Promise<string> {
  return selectDefaultCountry(context.db, principal.workspaceId)
}
