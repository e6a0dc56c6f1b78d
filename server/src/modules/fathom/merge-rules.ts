import {
  type ActionItemFact,
  type CrmFact,
  defined,
  type MeetingFacts,
  noCrm,
} from './facts-rules.ts'
import { itemKeyOf } from './item-rules.ts'
import { keyOf } from './people-rules.ts'

/**
 * Where facts came from, the most trusted first: Fathom's API and its own webhooks, payloads that an
 * automation made of them, calls of the meetings webhook.
 */
export const doors = ['fathom', 'automation', 'meetings_webhook'] as const
export type FactDoor = (typeof doors)[number]

export const noFacts: MeetingFacts = {
  ids: {},
  fields: {},
  attendees: [],
  actionItems: [],
  crm: noCrm,
}

/** What a door knows after it told something more: new values win, nothing is forgotten. */
export function addFacts(known: MeetingFacts, told: MeetingFacts): MeetingFacts {
  return {
    ids: { ...known.ids, ...told.ids },
    fields: { ...known.fields, ...told.fields },
    attendees: union(known.attendees, told.attendees, keyOf),
    actionItems: union(known.actionItems, told.actionItems, itemKeyOf, keepDeadline),
    crm: unionOfCrm(known.crm, told.crm),
  }
}

/**
 * The meeting as all doors together know it. Depends on what each of them told, and not on which of
 * them was first.
 */
export function mergeDoors(facts: Readonly<Partial<Record<FactDoor, MeetingFacts>>>): MeetingFacts {
  return doors
    .toReversed()
    .reduce((merged, door) => addFacts(merged, facts[door] ?? noFacts), noFacts)
}

function union<T extends object>(
  known: readonly T[],
  told: readonly T[],
  key: (one: T) => string,
  merge: (old: T, latest: T) => T = (old, latest) => ({ ...old, ...defined(latest) }),
): T[] {
  const all = new Map(known.map((one) => [key(one), one]))
  for (const one of told) {
    const old = all.get(key(one))
    all.set(key(one), old ? merge(old, one) : one)
  }
  return [...all.values()]
}

/** A deadline in days was counted when it was first heard of; a repeat does not move it. */
function keepDeadline(old: ActionItemFact, latest: ActionItemFact): ActionItemFact {
  return { ...old, ...defined(latest), ...(old.deadlineAt && { deadlineAt: old.deadlineAt }) }
}

function unionOfCrm(known: CrmFact, told: CrmFact): CrmFact {
  return {
    contacts: [...new Set([...known.contacts, ...told.contacts])],
    companies: [...new Set([...known.companies, ...told.companies])],
    deals: [...new Set([...known.deals, ...told.deals])],
  }
}
