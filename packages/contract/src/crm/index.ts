import { activities } from './activities.ts'
import { calls } from './calls.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { meetings } from './meetings.ts'
import { tasks } from './tasks.ts'

export * from './activities.ts'
export * from './calls.ts'
export * from './companies.ts'
export * from './contacts.ts'
export * from './deals.ts'
export * from './meetings.ts'
export * from './tasks.ts'

/** The resources of the CRM, each served by the same engine. */
export const crmResources = {
  contacts,
  companies,
  deals,
  tasks,
  meetings,
  calls,
  activities,
} as const
export * from './deal-stages.ts'
