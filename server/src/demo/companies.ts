import { type Dice, dayMs, momentOf } from './dice.ts'
import { phoneNumber } from './phones.ts'
import type { Colleague, DemoRow } from './queries.ts'

const companyCount = 400
const oldestDays = 540

const industries = [
  [14, 'Software'],
  [10, 'Financial services'],
  [9, 'Healthcare'],
  [9, 'Retail'],
  [8, 'Manufacturing'],
  [8, 'Logistics'],
  [7, 'E-commerce'],
  [6, 'Education'],
  [6, 'Insurance'],
  [5, 'Hospitality'],
  [5, 'Energy'],
  [4, 'Telecommunications'],
  [4, 'Real estate'],
  [3, 'Media'],
  [2, 'Non-profit'],
] as const

const sizes = [
  [10, '1-10'],
  [26, '11-50'],
  [32, '51-200'],
  [20, '201-500'],
  [8, '501-1000'],
  [4, '1000+'],
] as const

export type Company = DemoRow<'company'> & {
  readonly id: string
  readonly name: string
  readonly domain: string
  readonly size: (typeof sizes)[number][1]
  readonly owner: Colleague
  readonly createdMs: number
}

export function makeCompanies(dice: Dice, sellers: readonly Colleague[]): Company[] {
  const taken = new Set<string>()
  return Array.from({ length: companyCount }, () => makeCompany(dice, sellers, taken))
}

function makeCompany(dice: Dice, sellers: readonly Colleague[], taken: Set<string>): Company {
  const { faker, nowMs } = dice
  const name = newName(dice, taken)
  // The top-level domain .example belongs to nobody, so no mail can reach a stranger.
  const domain = `${slugOf(name)}.example`
  const createdMs = nowMs - (10 + faker.number.float() ** 1.5 * (oldestDays - 10)) * dayMs
  const owner = dice.pick(sellers)
  const industry = dice.weighted(industries)
  const phone = dice.chance(0.7) ? phoneNumber(dice) : undefined
  return {
    id: dice.idAt(createdMs),
    name,
    domain,
    website: `https://www.${domain}`,
    industry,
    size: dice.weighted(sizes),
    description: dice.chance(0.6)
      ? `${faker.company.catchPhrase()} for ${industry.toLowerCase()}`
      : null,
    linkedin_url: `https://www.linkedin.com/company/${slugOf(name)}-example`,
    phone: phone?.typed ?? null,
    phone_e164: phone?.e164 ?? null,
    owner_id: owner.userId,
    owner,
    createdMs,
    created_at: momentOf(createdMs),
    updated_at: momentOf(createdMs),
  }
}

/** Names are unique in a workspace, whatever their case. */
function newName({ faker }: Dice, taken: Set<string>): string {
  for (;;) {
    const name = faker.company.name()
    const key = slugOf(name)
    if (taken.has(key)) continue
    taken.add(key)
    return name
  }
}

export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
