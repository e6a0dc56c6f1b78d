import type { Contact } from './contacts.ts'
import type { World } from './deals.ts'
import { type Dice, dayMs, inOfficeHours, momentOf } from './dice.ts'
import type { DemoRow } from './queries.ts'

const callChance = 0.25
/** Of the team's office; the numbers of the contacts are as they typed them. */
export const officeNumber = '+12025550143'

const notes = {
  converted: ['Agreed on the phone; paperwork goes out today.', 'Said yes to the annual plan.'],
  follow_up: ['Wants to talk it over with the team.', 'Asked for the revised quote.'],
  completed: ['Answered the open questions about the rollout.', 'Walked through the invoice.'],
  not_interested: ['No budget this year.', 'Has just signed with somebody else.'],
} as const

const outcomes = [
  [3, 'converted'],
  [8, 'follow_up'],
  [6, 'completed'],
  [4, 'not_answered'],
  [2, 'not_interested'],
] as const

/** Calls of the last months with some of those who gave a number. */
export function makeCalls({ dice, companies, contactsOf }: World): DemoRow<'call'>[] {
  return companies.flatMap(({ id, owner }) =>
    (contactsOf.get(id) ?? [])
      .filter(({ phone_e164 }) => phone_e164 !== null && dice.chance(callChance))
      .map((contact) => toCall(dice, contact, { companyId: id, ownerId: owner.userId })),
  )
}

type Belongs = { readonly companyId: string; readonly ownerId: string }

function toCall(dice: Dice, contact: Contact, { companyId, ownerId }: Belongs): DemoRow<'call'> {
  const { nowMs, between, chance, pick, weighted } = dice
  const earliestMs = Math.max(contact.createdMs, nowMs - 120 * dayMs)
  const wishedMs = earliestMs + dice.faker.number.float() * (nowMs - earliestMs)
  const startMs = Math.min(inOfficeHours(dice, wishedMs), nowMs - between(1, 20) * 60_000)
  const outcome = weighted(outcomes)
  const seconds = outcome === 'not_answered' ? 0 : between(45, 1_500)
  const isInbound = outcome !== 'not_answered' && chance(0.3)
  const [caller, recipient] = isInbound
    ? [contact.phone_e164, officeNumber]
    : [officeNumber, contact.phone_e164]
  return {
    id: dice.idAt(startMs),
    kind: 'call',
    source: 'call_capture',
    title: `Call with ${contact.name}`,
    direction: isInbound ? 'inbound' : 'outbound',
    outcome,
    notes: outcome === 'not_answered' ? null : pick(notes[outcome]),
    call_status: outcome === 'not_answered' ? pick(['no-answer', 'busy']) : 'completed',
    called_at: momentOf(startMs),
    started_at: momentOf(startMs),
    ended_at: momentOf(startMs + seconds * 1000),
    duration_seconds: seconds,
    caller_number: caller,
    caller_e164: caller,
    recipient_number: recipient,
    recipient_e164: recipient,
    external_system: 'Demo dialer',
    external_id: `demo-${contact.id}`,
    contact_id: contact.id,
    company_id: companyId,
    owner_id: ownerId,
    created_at: momentOf(startMs + seconds * 1000),
    updated_at: momentOf(startMs + seconds * 1000),
  }
}
