import { parley } from '../../api/client.ts'
import type { ResourceView } from '../resource-view.ts'
import { keyOfName, type Known, type Mapping } from './mapping.ts'

const pageSize = 1_000
/** What a batch of the API takes. */
const batchSize = 1_000

type People = readonly { readonly user_id: string; readonly name: string; readonly email: string }[]
type Stages = readonly { readonly key: string; readonly name: string }[]

/** The records that cells of the mapped columns can mean. */
export async function findKnown(
  view: ResourceView,
  mapping: Mapping,
  { people, stages }: { readonly people: People; readonly stages: Stages },
): Promise<Known> {
  const has = (kind: string) =>
    view.fields.some((field) => field.kind === kind && mapping.includes(field.name))
  return {
    people: namesTo(people.map(({ user_id: id, name, email }) => [id, name, email])),
    stages: namesTo(stages.map(({ key, name }) => [key, name, key])),
    companies: has('company') ? await companiesByName() : new Map(),
    contacts: has('contact') ? await contactsByAddress() : new Map(),
  }
}

/** Each value under all of its names. */
function namesTo(entries: readonly (readonly [string, ...string[]])[]): Map<string, string> {
  return new Map(
    entries.flatMap(([value, ...names]) => names.map((name) => [keyOfName(name), value] as const)),
  )
}

async function companiesByName(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const { id, name } of parley.companies.all({ fields: 'name', limit: pageSize })) {
    if (name) found.set(keyOfName(name), id)
  }
  return found
}

async function contactsByAddress(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const fields = 'email,full_name'
  for await (const contact of parley.contacts.all({ fields, limit: pageSize })) {
    if (contact.full_name) found.set(keyOfName(contact.full_name), contact.id)
    if (contact.email) found.set(keyOfName(contact.email), contact.id)
  }
  return found
}

/** Makes companies of these names; answers their ids by name. Those that are refused are left out. */
export async function makeCompanies(
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const distinct = [...new Map(names.map((name) => [keyOfName(name), name])).values()]
  const made = new Map<string, string>()
  for (let start = 0; start < distinct.length; start += batchSize) {
    const part = distinct.slice(start, start + batchSize)
    const records = part.map((name) => ({ name }))
    const { data } = await parley.companies.batch({ operation: 'create', records }, { signal })
    for (const { index, id } of data) {
      const name = part[index]
      if (id && name !== undefined) made.set(keyOfName(name), id)
    }
  }
  return made
}
