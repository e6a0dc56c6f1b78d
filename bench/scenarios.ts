import type pg from 'pg'
import { v7 } from 'uuid'
import type { Places } from './dataset.ts'
import type { Shot } from './load-generator.ts'
import { type Samples, takeSamples } from './samples.ts'

const contacts = '/functions/v1/api-v1-contacts'
const deals = '/functions/v1/api-v1-deals'
export const batchRows = 1_000

export type Scenario = {
  readonly name: string
  /** Whose data it is about. */
  readonly workspace: keyof Places
  readonly status: 200 | 201
  readonly shot: (n: number) => Shot
  /** Requests of a round at concurrency 1; more at higher ones, see `requestsOf`. */
  readonly requests: number
  /** What CPU per request may be, as a multiple of the floor's. */
  readonly bar?: number
  /** What the 99th percentile may be at concurrency 8, in ms. */
  readonly p99BarMs?: number
  /** Only at this concurrency. */
  readonly onlyAt?: number
  /** Checks that the reads found what the name says. */
  readonly expects?: (body: Found) => boolean
}

export type Found = {
  readonly data: readonly unknown[]
  readonly pagination: { readonly total: number | null }
}

/** Another number each time: reading one is part of the work. `n` ends in hexadecimal digits. */
const phoneOf = (n: string) =>
  `+1415${String(2_000_000 + (Number.parseInt(n.slice(-6), 16) % 8_000_000))}`

export const createBody = (n: string) => ({
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: `ada.${n}@bench.example`,
  phone: phoneOf(n),
  title: 'Head of Operations',
})
export const updateBody = { title: 'Chief Operating Officer' }

/** Makes the scenarios from what the database holds. */
export async function makeScenarios(client: pg.Client, places: Places): Promise<Scenario[]> {
  const samples = await takeSamples(client, places)
  return [...reads(samples), ...searches(samples), ...pages(samples), ...writes(samples)]
}

function read(name: string, paths: readonly string[], more: Partial<Scenario> = {}): Scenario {
  return {
    name,
    workspace: 'usual',
    status: 200,
    shot: (n) => ({ method: 'GET', path: paths[n % paths.length] ?? '' }),
    requests: 600,
    bar: 1.5,
    ...more,
  }
}

function reads({ ids, companies }: Samples): Scenario[] {
  const one = ids.map((id) => `${contacts}/${id}`)
  const ofCompany = companies.map((id) => `${contacts}?company_id=${id}&limit=50`)
  const stages = ['sql', 'opportunity', 'verbal', 'signed']
  const inStage = stages.map((stage) => `${deals}?stage=${stage}&limit=50`)
  return [
    read('get', one, { requests: 2_000, bar: 2 }),
    read('list 50', [`${contacts}?limit=50`], { requests: 800 }),
    read('filter: contacts of a company', ofCompany, { requests: 1_000 }),
    read('filter: deals in a stage', inStage, { requests: 400 }),
  ]
}

function searches({ names: { usual, large } }: Samples): Scenario[] {
  const search = (terms: readonly string[]) =>
    terms.map((term) => `${contacts}?search=${encodeURIComponent(term)}&limit=50`)
  const expectMany = { requests: 100, expects: isMany }
  const onLarge = { workspace: 'large', expects: isFew } as const
  return [
    read('search 100k, rare', search(usual.rare), { expects: isFew }),
    read('search 100k, common', search(usual.common), expectMany),
    read('search 100k, misspelt', search(usual.misspelt), { requests: 150 }),
    read('search 1M, rare', search(large.rare), { ...onLarge, p99BarMs: 20 }),
    read('search 1M, first name', search(large.first), onLarge),
    read('search 1M, full name', search(large.full), onLarge),
    read('search 1M, common', search(large.common), { workspace: 'large', ...expectMany }),
    read('search 1M, misspelt', search(large.misspelt), { workspace: 'large', requests: 60 }),
  ]
}

const totalOf = ({ pagination }: Found) => pagination.total ?? 0
const isMany = (found: Found) => totalOf(found) > 100
const isFew = (found: Found) => totalOf(found) >= 1 && totalOf(found) < 1_000

function pages({ cursors }: Samples): Scenario[] {
  const deep = Array.from({ length: 20 }, (_, n) => 90_000 - n * 50)
  return [
    read(
      'offset 90,000',
      deep.map((offset) => `${contacts}?limit=50&offset=${offset}`),
      { requests: 60 },
    ),
    read(
      'cursor',
      cursors.map((cursor) => `${contacts}?limit=50&cursor=${cursor}`),
      { requests: 800 },
    ),
  ]
}

function writes({ ids }: Samples): Scenario[] {
  return [
    {
      name: 'create',
      workspace: 'usual',
      status: 201,
      shot: () => ({ method: 'POST', path: contacts, body: JSON.stringify(createBody(v7())) }),
      requests: 500,
      bar: 2,
    },
    {
      name: 'update',
      workspace: 'usual',
      status: 200,
      shot: (n) => ({
        method: 'PUT',
        path: `${contacts}/${ids[n % ids.length]}`,
        body: JSON.stringify({ title: `${updateBody.title} ${n}` }),
      }),
      requests: 500,
      bar: 2,
    },
    {
      name: `batch ${batchRows}`,
      workspace: 'usual',
      status: 200,
      shot: () => ({ method: 'POST', path: `${contacts}/batch`, body: batchBody() }),
      requests: 20,
      onlyAt: 1,
    },
  ]
}

function batchBody(): string {
  const records = Array.from({ length: batchRows }, () => createBody(v7()))
  return JSON.stringify({ operation: 'create', records })
}
