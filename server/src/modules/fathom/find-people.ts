import type { Executor } from '../../platform/db/database.ts'
import { insertContact } from '../crm/index.ts'
import type { AttendeeFact, CrmFact } from './facts-rules.ts'
import {
  findNamed,
  type KnownContact,
  markLead,
  selectCompanies,
  selectContacts,
} from './people-queries.ts'
import { namesOf } from './who-rules.ts'

export type Relations = {
  readonly contact_id: string | null
  readonly company_id: string | null
  readonly deal_id: string | null
}

type Caller = Parameters<typeof insertContact>[1]

/** Who and what of the CRM a meeting is with. Guests who are not known become contacts if wanted. */
export async function relate(
  tx: Executor,
  caller: Caller,
  wanted: {
    /** False: a contact that somebody deleted since is not made again. */
    readonly isNews: boolean
    readonly guests: readonly AttendeeFact[]
    readonly crm: CrmFact
    readonly ownerId: string
    readonly source: 'fathom' | 'meetings_webhook'
    readonly mayCreate: boolean
  },
): Promise<Relations> {
  const { guests, crm } = wanted
  const { workspaceId } = caller.principal
  const emails = [...guests.flatMap(({ email }) => email ?? []), ...crm.contacts]
  const known = new Map<string, KnownContact>()
  const look = async () => {
    for (const contact of await selectContacts(tx, workspaceId, emails)) {
      known.set(contact.email, contact)
    }
  }
  if (emails.length > 0) await look()
  if (wanted.mayCreate && wanted.isNews) {
    const unknown = guests.filter(({ email }) => email !== undefined && !known.has(email))
    await createLeads(tx, caller, { ...wanted, guests: unknown })
    if (unknown.length > 0) await look()
  }
  const contact = emails.map((email) => known.get(email)).find((found) => found !== undefined)
  const named = await findNamed(tx, workspaceId, crm.companies.map(lower), crm.deals.map(lower))
  return {
    contact_id: contact?.id ?? null,
    company_id: contact?.company_id ?? named.company_id,
    deal_id: named.deal_id,
  }
}

const lower = (text: string) => text.toLowerCase()

async function createLeads(
  tx: Executor,
  caller: Caller,
  {
    guests,
    ownerId,
    source,
  }: {
    readonly guests: readonly AttendeeFact[]
    readonly ownerId: string
    readonly source: 'fathom' | 'meetings_webhook'
  },
): Promise<void> {
  const { workspaceId } = caller.principal
  const domainOf = ({ email = '' }: AttendeeFact) => email.split('@')[1] ?? ''
  const companies =
    guests.length > 0 && (await selectCompanies(tx, workspaceId, guests.map(domainOf)))
  // In one order for everybody, so that two meetings with the same guests do not wait in a circle.
  for (const guest of guests.toSorted((a, b) => ((a.email ?? '') < (b.email ?? '') ? -1 : 1))) {
    const id = await insertContact(tx, caller, {
      ...namesOf(guest),
      email: guest.email,
      company_id: (companies && companies.get(domainOf(guest))) || null,
      owner_id: ownerId,
    })
    if (id !== undefined) await markLead(tx, workspaceId, id, source)
  }
}
