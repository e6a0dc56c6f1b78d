import type pg from 'pg'
import { v7 } from 'uuid'
import type { Place, Places } from './dataset.ts'
import type { Shot } from './load-generator.ts'

const contacts = '/functions/v1/api-v1-contacts'
const deals = '/functions/v1/api-v1-deals'
/** Different requests of a read scenario: no reply is asked for twice in a row. */
const variety = 200
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

export const createBody = (n: string) => ({
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: `ada.${n}@bench.example`,
  phone: '+14155552671',
  title: 'Head of Operations',
})
export const updateBody = { title: 'Chief Operating Officer' }

/** Makes the scenarios from what the database holds. */
export async function makeScenarios(client: pg.Client, places: Places): Promise<Scenario[]> {
  const ids = await idsOf(client, places.usual)
  const companies = await companiesOf(client, places.usual)
  const cursors = await cursorsOf(client, places.usual)
  const names = await namesOf(client, places)
  const reads = (paths: readonly string[]) => (n: number) =>
    ({ method: 'GET', path: paths[n % paths.length] ?? '' }) as const
  const read = (
    name: string,
    paths: readonly string[],
    more: Partial<Scenario> = {},
  ): Scenario => ({
    name,
    workspace: 'usual',
    status: 200,
    shot: reads(paths),
    requests: 600,
    bar: 1.5,
    ...more,
  })
  const search = (terms: readonly string[]) =>
    terms.map((term) => `${contacts}?search=${encodeURIComponent(term)}&limit=50`)
  const isMany = ({ pagination }: Found) => (pagination.total ?? 0) > 100
  const isFew = ({ pagination }: Found) =>
    (pagination.total ?? 0) >= 1 && (pagination.total ?? 0) < 1_000
  return [
    read(
      'get',
      ids.map((id) => `${contacts}/${id}`),
      { requests: 2_000, bar: 2 },
    ),
    read('list 50', [`${contacts}?limit=50`], { requests: 800 }),
    read(
      'filter: contacts of a company',
      companies.map((id) => `${contacts}?company_id=${id}&limit=50`),
      { requests: 1_000 },
    ),
    read(
      'filter: deals in a stage',
      ['sql', 'opportunity', 'verbal', 'signed'].map((stage) => `${deals}?stage=${stage}&limit=50`),
      { requests: 400 },
    ),
    read('search 100k, rare', search(names.usual.rare), { expects: isFew }),
    read('search 100k, common', search(names.usual.common), { requests: 100, expects: isMany }),
    read('search 100k, misspelt', search(names.usual.misspelt), { requests: 150 }),
    read('search 1M, rare', search(names.large.rare), {
      workspace: 'large',
      p99BarMs: 20,
      expects: isFew,
    }),
    read('search 1M, full name', search(names.large.full), { workspace: 'large', expects: isFew }),
    read('search 1M, common', search(names.large.common), {
      workspace: 'large',
      requests: 100,
      expects: isMany,
    }),
    read('search 1M, misspelt', search(names.large.misspelt), { workspace: 'large', requests: 60 }),
    read(
      'offset 90,000',
      Array.from({ length: 20 }, (_, n) => `${contacts}?limit=50&offset=${90_000 - n * 50}`),
      { requests: 60 },
    ),
    read(
      'cursor',
      cursors.map((cursor) => `${contacts}?limit=50&cursor=${cursor}`),
      { requests: 800 },
    ),
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
      requests: 5,
      onlyAt: 1,
    },
  ]
}

function batchBody(): string {
  const records = Array.from({ length: batchRows }, () => createBody(v7()))
  return JSON.stringify({ operation: 'create', records })
}

async function idsOf(client: pg.Client, { workspaceId }: Place): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from contact where workspace_id = $1 order by hashtext(id::text) limit ${variety * 5}`,
    [workspaceId],
  )
  return rows.map(({ id }) => id)
}

async function companiesOf(client: pg.Client, { workspaceId }: Place): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from company where workspace_id = $1 order by hashtext(id::text) limit ${variety}`,
    [workspaceId],
  )
  return rows.map(({ id }) => id)
}

/** Cursors all over the list, made as the engine makes them. */
async function cursorsOf(client: pg.Client, { workspaceId }: Place): Promise<string[]> {
  const { rows } = await client.query<{ key: string; id: string }>(
    `select created_at::text as key, id from contact where workspace_id = $1
     order by hashtext(id::text) limit ${variety}`,
    [workspaceId],
  )
  return rows.map(({ key, id }) =>
    Buffer.from(JSON.stringify(['created_at desc', key, id])).toString('base64url'),
  )
}

type Names = Readonly<Record<'rare' | 'full' | 'common' | 'misspelt', readonly string[]>>

async function namesOf(
  client: pg.Client,
  { usual, large }: Places,
): Promise<{ usual: Names; large: Names }> {
  return { usual: await termsOf(client, usual), large: await termsOf(client, large) }
}

/**
 * Search terms by how many contacts bear the name. A misspelt one is a rather common name with two
 * letters in the middle swapped or one left out.
 */
async function termsOf(client: pg.Client, { workspaceId }: Place): Promise<Names> {
  const counted = async (name: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(
      `select lower(${name}) as name from contact where workspace_id = $1
       group by 1 having length(lower(${name})) >= 6 order by count(*), 1`,
      [workspaceId],
    )
    return rows.map((row) => row.name)
  }
  const first = await counted('first_name')
  const last = await counted('last_name')
  const { rows: people } = await client.query<{ name: string }>(
    `select lower(first_name || ' ' || last_name) as name from contact where workspace_id = $1
     order by hashtext(id::text) limit ${variety}`,
    [workspaceId],
  )
  const known = last.slice(-variety)
  return {
    rare: first.slice(0, variety),
    full: people.map(({ name }) => name),
    common: last.slice(-20),
    misspelt: known.map((name, index) => (index % 2 === 0 ? swapped(name) : shortened(name))),
  }
}

function swapped(name: string): string {
  const middle = Math.floor(name.length / 2)
  return (
    name.slice(0, middle - 1) +
    name.charAt(middle) +
    name.charAt(middle - 1) +
    name.slice(middle + 1)
  )
}

function shortened(name: string): string {
  const middle = Math.floor(name.length / 2)
  return name.slice(0, middle) + name.slice(middle + 1)
}
