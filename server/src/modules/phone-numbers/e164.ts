import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { invalid } from '../../platform/errors.ts'

/** The number as +CCNNN. It must begin with the code of its country, since it is nobody's contact. */
export function requireE164(typed: string, field = 'phoneNumber'): string {
  const number = parsePhoneNumberFromString(typed)
  if (number?.isPossible() && /^\+[1-9]\d{6,14}$/.test(number.number)) return number.number
  throw invalid(field, `Field '${field}' must be a number in E.164, such as +442079460958.`)
}
