import type { Company } from './companies.ts'
import type { Contact } from './contacts.ts'
import type { Deal, Step, World } from './deals.ts'
import { dateOf, type Dice, dayMs, inOfficeHours, momentOf } from './dice.ts'
import type { DemoRow } from './queries.ts'

const prospectingCount = 900
/** Further things done in one stage of a deal. */
const perStage = { min: 2, max: 6 }

type Kind = { readonly type: string; readonly minutes: readonly [number, number] | undefined }
const call: Kind = { type: 'call', minutes: [4, 35] }
const email: Kind = { type: 'email', minutes: undefined }
const demo: Kind = { type: 'demo', minutes: [30, 60] }
const proposal: Kind = { type: 'proposal', minutes: undefined }
const followUp: Kind = { type: 'follow_up', minutes: [3, 12] }
const note: Kind = { type: 'note', minutes: undefined }
const outbound: Kind = { type: 'outbound', minutes: [2, 8] }
const linkedin: Kind = { type: 'linkedin', minutes: undefined }

type Template = readonly [Kind, string]
const inStage: Readonly<Record<string, readonly Template[]>> = {
  sql: [
    [call, 'Qualification call with {name}'],
    [email, 'Sent an introduction to {name}'],
    [email, 'Answered the first questions of {name}'],
    [note, '{company} compares three vendors'],
    [followUp, 'Asked {name} for a date'],
  ],
  opportunity: [
    [demo, 'Demo of {product} for {company}'],
    [call, 'Went through the requirements with {name}'],
    [email, 'Sent the business case to {name}'],
    [proposal, 'Proposal for {seats} seats'],
    [followUp, 'Checked with {name} what is missing'],
  ],
  verbal: [
    [call, 'Price discussion with {name}'],
    [email, 'Sent the order form'],
    [proposal, 'Final offer for {seats} seats'],
    [note, 'Legal review at {company} under way'],
    [followUp, 'Reminded {name} of the signature'],
  ],
}
const prospecting: readonly Template[] = [
  [outbound, 'Cold call to {name}'],
  [outbound, 'First call with {name}, left a message'],
  [linkedin, 'Connected with {name} on LinkedIn'],
  [email, 'Sent {name} our latest case study'],
  [call, 'Short call with {name} about plans for next year'],
]
const notes = [
  'Friendly, wants to see numbers first.',
  'Current contract ends in the autumn.',
  'Budget is approved, timing is open.',
  'Asked for references in the same industry.',
  'Two teams are affected, IT must agree.',
  'Competitor is cheaper; our reporting is stronger.',
  'Will speak to the team and come back to us.',
]
const results = [
  [5, 'positive'],
  [4, 'neutral'],
  [1, 'negative'],
] as const

export type Activity = DemoRow<'activity'>
type About = {
  readonly company: Company
  readonly person: Contact | undefined
  readonly deal: Deal | undefined
}

export function makeActivities(world: World, deals: readonly Deal[]): Activity[] {
  return [...deals.flatMap((deal) => ofDeal(world, deal)), ...ofProspects(world)]
}

function ofDeal({ dice }: World, deal: Deal): Activity[] {
  const { path, people, company } = deal
  return path.flatMap((step, index) => {
    if (step.stage.outcome !== 'open')
      return deal.status === 'won' ? [saleOf(dice, deal, step)] : []
    const untilMs = path[index + 1]?.atMs ?? dice.nowMs
    return Array.from({ length: dice.between(perStage.min, perStage.max) }, () => {
      const atMs = step.atMs + dice.faker.number.float() * (untilMs - step.atMs)
      const template = dice.pick(inStage[step.stage.key] ?? prospecting)
      return toActivity(dice, template, atMs, { company, deal, person: dice.pick(people) })
    })
  })
}

function ofProspects({ dice, companies, contactsOf }: World): Activity[] {
  return Array.from({ length: prospectingCount }, () => {
    const company = dice.pick(companies)
    const person = dice.pick(contactsOf.get(company.id) ?? [])
    const atMs = dice.nowMs - dice.faker.number.float() ** 1.3 * 360 * dayMs
    return toActivity(dice, dice.pick(prospecting), atMs, { company, person, deal: undefined })
  })
}

function saleOf(dice: Dice, deal: Deal, { atMs }: Step): Activity {
  const { company, people } = deal
  const sale: Template = [{ type: 'sale', minutes: undefined }, '{company} signed']
  const about = { company, deal, person: people[0] }
  return { ...toActivity(dice, sale, atMs, about), outcome: 'positive', amount: deal.value }
}

function toActivity(dice: Dice, [kind, text]: Template, aboutMs: number, about: About): Activity {
  const { company, person, deal } = about
  // What was done is never in the future.
  const atMs = Math.min(inOfficeHours(dice, aboutMs), dice.nowMs)
  return {
    id: dice.idAt(atMs),
    activity_type: kind.type,
    description: fill(text, about),
    date: dateOf(atMs),
    duration_minutes: kind.minutes ? dice.between(...kind.minutes) : null,
    outcome: dice.chance(0.75) ? dice.weighted(results) : null,
    status: 'completed',
    notes: dice.chance(0.35) ? dice.pick(notes) : null,
    amount: null,
    deal_id: deal?.id ?? null,
    contact_id: person?.id ?? null,
    company_id: company.id,
    owner_id: company.owner.userId,
    created_at: momentOf(atMs),
    updated_at: momentOf(atMs),
  }
}

function fill(text: string, { company, person, deal }: About): string {
  return text
    .replace('{name}', person?.name ?? 'the team')
    .replace('{company}', company.name)
    .replace('{product}', deal?.product.toLowerCase() ?? 'the product')
    .replace('{seats}', String(deal?.seats ?? 'all'))
}
