import type { Company } from './companies.ts'
import type { Contact } from './contacts.ts'
import { dateOf, type Dice, dayMs, inOfficeHours, momentOf } from './dice.ts'
import type { DemoRow, DemoStage } from './queries.ts'

const dealCount = 300
const periodDays = 365
/** Days a deal stays in a stage. */
const stageDays = { min: 8, max: 52 }
/** Chance to be lost at the end of each open stage; about three in ten deals are won. */
const lossChance = [0.34, 0.3, 0.24]
const seatPrices = [29, 39, 49, 65]
const discounts = [1, 0.95, 0.9, 0.85]

const seatsOf = {
  '1-10': [3, 10],
  '11-50': [8, 35],
  '51-200': [25, 110],
  '201-500': [60, 260],
  '501-1000': [120, 480],
  '1000+': [250, 1_200],
} as const

const sources = ['Inbound', 'Website', 'Referral', 'Outbound', 'Event', 'Partner']
const products = ['Support desk', 'Contact center', 'Voice add-on', 'Analytics', 'Full platform']

const nextSteps: Readonly<Record<string, readonly string[]>> = {
  sql: ['Qualify budget and timing', 'Book a discovery call', 'Find out who signs'],
  opportunity: ['Prepare a tailored demo', 'Send the business case', 'Meet the security team'],
  verbal: ['Send the order form', 'Agree on the start date', 'Answer the legal questions'],
}

export type Deal = DemoRow<'deal'> & {
  readonly id: string
  readonly company: Company
  readonly people: readonly Contact[]
  readonly product: string
  readonly seats: number
  readonly value: number
  readonly status: DemoStage['outcome']
  /** Stages the deal has been in, first to present. */
  readonly path: readonly Step[]
}

export type Step = { readonly stage: DemoStage; readonly atMs: number }

export type World = {
  readonly dice: Dice
  readonly companies: readonly Company[]
  readonly contactsOf: ReadonlyMap<string, readonly Contact[]>
  readonly stages: readonly DemoStage[]
}

export function makeDeals(world: World): Deal[] {
  const { dice, companies } = world
  const buyers = dice.faker.helpers.shuffle([...companies])
  return Array.from({ length: dealCount }, (_, index) => {
    // The last deals are second ones with companies that bought before.
    const company = buyers[index % 250] as Company
    return makeDeal(world, company, index >= 250)
  })
}

function makeDeal(world: World, company: Company, isExpansion: boolean): Deal {
  const { dice, contactsOf } = world
  // A growing team: more deals in the last months than in the first.
  const ageDays = 2 + dice.faker.number.float() ** 1.7 * (periodDays - 2)
  const startMs = inOfficeHours(dice, dice.nowMs - ageDays * dayMs)
  const path = walk(world, startMs)
  const { stage, atMs } = path.at(-1) as Step
  const product = dice.pick(products)
  const people = (contactsOf.get(company.id) ?? []).slice(0, 4)
  const price = priceFor(dice, company)
  return {
    id: dice.idAt(startMs),
    company,
    people,
    product,
    path,
    ...price,
    title: `${company.name}: ${product}, ${price.seats} seats${isExpansion ? ' (expansion)' : ''}`,
    description: `${product} for ${price.seats} people, billed monthly.`,
    stage_id: stage.id,
    status: stage.outcome,
    probability: stage.probability,
    lead_source: isExpansion ? 'Existing customer' : dice.pick(sources),
    company_id: company.id,
    primary_contact_id: people[0]?.id ?? null,
    stage_entered_at: momentOf(atMs),
    owner_id: company.owner.userId,
    created_at: momentOf(startMs),
    updated_at: momentOf(atMs),
    ...endOf(dice, path),
  }
}

function priceFor({ between, chance, pick }: Dice, { size }: Company) {
  const [fewest, most] = seatsOf[size]
  const seats = between(fewest, most)
  const monthly = Math.round(seats * pick(seatPrices) * pick(discounts))
  const once = chance(0.6) ? 500 * between(1, Math.max(2, Math.ceil(seats / 10))) : 0
  const value = 12 * monthly + once
  const isLarge = value > 80_000
  return {
    seats,
    value,
    monthly_mrr: monthly,
    one_off_revenue: once,
    deal_size: isLarge ? 'large' : value > 20_000 ? 'medium' : 'small',
    priority: isLarge ? pick(['high', 'critical']) : pick(['low', 'medium', 'high']),
  }
}

/** When the deal closed, or is expected to and by what. */
function endOf(dice: Dice, path: readonly Step[]) {
  const { stage, atMs } = path.at(-1) as Step
  if (stage.outcome === 'open') {
    const expected_close_date = dateOf(expectedMs(dice, path.length))
    const steps = nextSteps[stage.key] ?? []
    return { expected_close_date, closed_at: null, next_steps: dice.pick(steps) }
  }
  const expected_close_date = dateOf(atMs + dice.between(-6, 9) * dayMs)
  return { expected_close_date, closed_at: momentOf(atMs), next_steps: null }
}

/** One in eight open deals should have closed already. */
function expectedMs({ between, chance, nowMs }: Dice, stagesPassed: number): number {
  if (chance(0.12)) return nowMs - between(1, 20) * dayMs
  return nowMs + between(3, 100 - 25 * stagesPassed) * dayMs
}

/** From stage to stage until the deal ends or the present is reached. */
function walk({ dice, stages }: World, startMs: number): Step[] {
  const open = stages.filter(({ outcome }) => outcome === 'open')
  const won = stages.find(({ outcome }) => outcome === 'won')
  const lost = stages.find(({ outcome }) => outcome === 'lost')
  if (!won || !lost) throw new Error('The pipeline of the demo has no end.')
  const path: Step[] = []
  let atMs = startMs
  for (const [index, stage] of open.entries()) {
    path.push({ stage, atMs })
    const days = dice.between(stageDays.min, stageDays.max)
    const nextMs = inOfficeHours(dice, atMs + days * dayMs)
    if (nextMs >= dice.nowMs) return path
    atMs = nextMs
    if (dice.chance(lossChance[index] ?? 0)) return [...path, { stage: lost, atMs }]
  }
  return [...path, { stage: won, atMs }]
}

export function makeStageChanges(
  dice: Dice,
  deals: readonly Deal[],
): DemoRow<'deal_stage_change'>[] {
  return deals.flatMap(({ id, path, owner_id }) =>
    path.map(({ stage, atMs }, index) => ({
      id: dice.idAt(atMs),
      deal_id: id,
      from_stage_id: path[index - 1]?.stage.id ?? null,
      to_stage_id: stage.id,
      changed_by: owner_id,
      changed_at: momentOf(atMs),
    })),
  )
}
