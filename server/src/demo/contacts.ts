import { type Company, slugOf } from './companies.ts'
import { type Dice, dayMs, momentOf } from './dice.ts'
import { phoneNumber } from './phones.ts'
import type { DemoRow } from './queries.ts'

const contactCount = 2_000

const titles = [
  [6, 'Chief Executive Officer'],
  [5, 'Chief Operating Officer'],
  [4, 'Chief Technology Officer'],
  [3, 'Chief Financial Officer'],
  [8, 'VP of Customer Success'],
  [7, 'VP of Operations'],
  [5, 'VP of Sales'],
  [12, 'Head of Support'],
  [9, 'Head of IT'],
  [6, 'Head of Procurement'],
  [10, 'Director of Customer Experience'],
  [8, 'Operations Manager'],
  [9, 'Support Team Lead'],
  [8, 'Product Manager'],
  [7, 'Systems Administrator'],
  [6, 'Business Analyst'],
] as const

export type Contact = DemoRow<'contact'> & {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly title: string
  readonly createdMs: number
}

/** Contacts of each company, by its id; the first of each is its main one. */
export function makeContacts(dice: Dice, companies: readonly Company[]): Map<string, Contact[]> {
  const taken = new Set<string>()
  const byCompany = new Map<string, Contact[]>(companies.map(({ id }) => [id, []]))
  for (let made = 0; made < contactCount; made++) {
    // One for everyone first, then more for some than for others.
    const company =
      companies[made] ?? dice.pick(companies.slice(0, dice.between(1, companies.length)))
    const contacts = byCompany.get(company.id) ?? []
    contacts.push(makeContact(dice, company, contacts.length === 0, taken))
    byCompany.set(company.id, contacts)
  }
  return byCompany
}

function makeContact(
  dice: Dice,
  company: Company,
  isPrimary: boolean,
  taken: Set<string>,
): Contact {
  const { faker, nowMs } = dice
  const first = faker.person.firstName()
  const last = faker.person.lastName()
  const email = newEmail(`${slugOf(first)}.${slugOf(last)}`, company.domain, taken)
  const age = nowMs - company.createdMs
  const createdMs = isPrimary
    ? company.createdMs + 60_000
    : company.createdMs + faker.number.float() ** 2 * (age - dayMs / 2)
  const phone = dice.chance(0.65) ? phoneNumber(dice) : undefined
  return {
    id: dice.idAt(createdMs),
    name: `${first} ${last}`,
    first_name: first,
    last_name: last,
    email,
    phone: phone?.typed ?? null,
    phone_e164: phone?.e164 ?? null,
    title: dice.weighted(titles),
    linkedin_url: dice.chance(0.5)
      ? `https://www.linkedin.com/in/${slugOf(`${first} ${last}`)}-example`
      : null,
    is_primary: isPrimary,
    company_id: company.id,
    owner_id: company.owner.userId,
    createdMs,
    created_at: momentOf(createdMs),
    updated_at: momentOf(createdMs),
  }
}

function newEmail(name: string, domain: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const email = `${name}${number === 1 ? '' : number}@${domain}`
    if (taken.has(email)) continue
    taken.add(email)
    return email
  }
}
