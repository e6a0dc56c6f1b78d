import { activities } from './activities.ts'
import { calls } from './calls.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { meetings } from './meetings.ts'
import { tasks } from './tasks.ts'

/** Every resource of the CRM. Those that others point to come first. */
export const declarations = [
  companies,
  contacts,
  deals,
  tasks,
  meetings,
  calls,
  activities,
] as const
