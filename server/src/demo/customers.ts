import type { Contact } from './contacts.ts'
import type { Deal } from './deals.ts'

/** Somebody at a company that bought something, who is known by their number. */
export type Customer = {
  readonly name: string
  readonly company: string
  /** +CCNNN. */
  readonly number: string
}

const eastern = ['+1212', '+1404', '+1617', '+1813']
const pacific = ['+1206', '+1415', '+1702']

/** Customers by where they are: three hours lie between the two coasts. */
export function customersOf(
  deals: readonly Deal[],
  contacts: readonly Contact[],
): { readonly east: readonly Customer[]; readonly west: readonly Customer[] } {
  const buyers = new Map(
    deals.filter(({ status }) => status === 'won').map(({ company }) => [company.id, company.name]),
  )
  // Who had a number first is who calls are of.
  const oldestFirst = contacts.toSorted((one, other) => one.createdMs - other.createdMs)
  const owners = new Map(oldestFirst.toReversed().map((one) => [one.phone_e164, one]))
  const customers = oldestFirst.flatMap((contact) => {
    const { name, phone_e164: number, company_id: companyId } = contact
    const company = buyers.get(String(companyId))
    const isKnown = typeof number === 'string' && owners.get(number) === contact
    return company !== undefined && isKnown ? [{ name, company, number }] : []
  })
  const among = (codes: readonly string[]) =>
    customers.filter(({ number }) => codes.some((code) => number.startsWith(code)))
  return { east: among(eastern), west: among(pacific) }
}
