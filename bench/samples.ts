import type pg from 'pg'
import type { Place, Places } from './dataset.ts'

/** Different requests of a read scenario: no reply is asked for twice in a row. */
const variety = 200

export type Samples = {
  readonly ids: readonly string[]
  readonly companies: readonly string[]
  readonly cursors: readonly string[]
  readonly names: { readonly usual: Names; readonly large: Names }
}

/** What requests can ask for: picked from all over the data. */
export async function takeSamples(client: pg.Client, places: Places): Promise<Samples> {
  return {
    ids: await idsOf(client, places.usual),
    companies: await companiesOf(client, places.usual),
    cursors: await cursorsOf(client, places.usual),
    names: {
      usual: await termsOf(client, places.usual),
      large: await termsOf(client, places.large),
    },
  }
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

type Names = Readonly<Record<'rare' | 'first' | 'full' | 'common' | 'misspelt', readonly string[]>>

/**
 * Search terms by how many contacts bear the name: a rare one belongs to a handful, a first name to
 * about a hundred as such and perhaps to a thousand as a family name. A misspelt one is a rather common name with two
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
  const rare = last.slice(0, Math.floor(last.length / 2)).toSorted()
  const known = last.slice(-variety)
  return {
    // Every so many, as those beside each other in the alphabet are alike.
    rare: rare.filter((_, index) => index % Math.ceil(rare.length / variety) === 0),
    first: first.slice(0, variety),
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
