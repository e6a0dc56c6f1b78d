import { Metadata } from 'libphonenumber-js/min'

/** What a country's numbers look like after its calling code. */
type Plan = {
  readonly lengths: readonly number[]
  /** What may stand before the number inside the country, and is left out from abroad. */
  readonly prefix: RegExp | undefined
}

/** Parts of the library that its types leave out. */
type NumberingPlans = {
  hasCallingCode(callingCode: string): boolean
  getCountryCodesForCallingCode(callingCode: string): string[] | undefined
  selectNumberingPlan(countryOrCallingCode: string): void
  readonly numberingPlan: {
    possibleLengths(): number[]
    nationalPrefixForParsing(): string | undefined
  }
}

const metadata = new Metadata() as unknown as NumberingPlans
/** By calling code; null for one that no country has. */
const plans = new Map<string, Plan | null>()

/**
 * Whether a text is a number as E.164 writes it, so that reading it would change nothing: 1 µs instead
 * of 60. False is no verdict: such a text has to be read.
 */
export function isPlainE164(text: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) return false
  // No calling code begins with another one.
  for (const digits of [1, 2, 3]) {
    const plan = planOf(text.slice(1, 1 + digits))
    if (plan) return fits(text.slice(1 + digits), plan)
  }
  return false
}

function fits(national: string, { lengths, prefix }: Plan): boolean {
  return lengths.includes(national.length) && !prefix?.test(national)
}

function planOf(callingCode: string): Plan | null {
  const known = plans.get(callingCode)
  if (known !== undefined) return known
  const plan = metadata.hasCallingCode(callingCode) ? readPlan(callingCode) : null
  plans.set(callingCode, plan)
  return plan
}

function readPlan(callingCode: string): Plan {
  const countries = metadata.getCountryCodesForCallingCode(callingCode) ?? []
  const ofCountries = countries.map((country) => new Set(planFor(country).possibleLengths()))
  const plan = planFor(callingCode)
  const prefix = plan.nationalPrefixForParsing()
  return {
    // Countries that share a code may differ: only what all of them have needs no reading.
    lengths: plan.possibleLengths().filter((length) => ofCountries.every((of) => of.has(length))),
    prefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
  }
}

function planFor(countryOrCallingCode: string): NumberingPlans['numberingPlan'] {
  metadata.selectNumberingPlan(countryOrCallingCode)
  return metadata.numberingPlan
}
