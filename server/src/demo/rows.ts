import { makeActivities } from './activities.ts'
import { makeCalls } from './calls.ts'
import { makeCompanies } from './companies.ts'
import { type Contact, makeContacts } from './contacts.ts'
import { type Deal, makeDeals, makeStageChanges } from './deals.ts'
import { type Dice, rollDice } from './dice.ts'
import { makeMeetings } from './meetings.ts'
import type { Colleague, DemoRows, DemoStage } from './queries.ts'
import { type DemoTalk, makeTalks } from './talks.ts'
import { makeTasks } from './tasks.ts'

export type Setting = {
  readonly nowMs: number
  /** Of the workspace. */
  readonly ownerId: string
  /** Who owns companies and whatever belongs to them. */
  readonly sellers: readonly Colleague[]
  /** The pipeline, first stage first. */
  readonly stages: readonly DemoStage[]
}

export type Demo = {
  readonly rows: DemoRows
  readonly talks: readonly DemoTalk[]
  readonly deals: readonly Deal[]
  readonly contacts: readonly Contact[]
  readonly dice: Dice
  readonly manager: Colleague
}

/** A year of a sales team's work. The same for the same day, but for the ids. */
export function makeDemo({ nowMs, ownerId, sellers, stages }: Setting): Demo {
  const dice = rollDice(nowMs)
  const [manager] = sellers
  if (!manager) throw new Error('The demo has nobody who sells.')
  const companies = makeCompanies(dice, sellers)
  const contactsOf = makeContacts(dice, companies)
  const world = { dice, companies, contactsOf, stages }
  const deals = makeDeals(world)
  const { meetings, attendees, actionItems } = makeMeetings(world, deals)
  const contacts = [...contactsOf.values()].flat()
  const rows = {
    company: companies,
    contact: contacts,
    deal: deals,
    deal_stage_change: makeStageChanges(dice, deals),
    task: makeTasks(world, deals, ownerId),
    activity: makeActivities(world, deals),
    conversation: meetings,
    conversation_attendee: attendees,
    conversation_action_item: actionItems,
    // Last, so that everything else comes out as it did without them.
    call: makeCalls(world),
  }
  return { rows, talks: makeTalks(dice, deals, meetings), deals, contacts, dice, manager }
}
