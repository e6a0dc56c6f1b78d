import type pg from 'pg'
import type { Header, Table } from './format.ts'

/** What each database has of its own: the schema is the same, or nothing would be restored. */
const notCopied = ['public.migration', 'graphile_worker.migrations']

const ownSchemas = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`
const notOfAnExtension = `not exists (
  select from pg_depend d
  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

/** Tables with the columns that can be written, names quoted where SQL needs it. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       array_agg(format('%I', a.attname) order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relpersistence <> 't' and ${ownSchemas} and ${notOfAnExtension}
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by 1 order by 1`,
  )
  return rows.filter(({ name }) => !notCopied.includes(name))
}

export async function listSequences(client: pg.ClientBase): Promise<Header['sequences']> {
  const { rows } = await client.query<Header['sequences'][number]>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as "lastValue"
     from pg_sequences where schemaname not like 'pg\\_%' order by 1`,
  )
  return rows
}

export async function setSequences(
  client: pg.ClientBase,
  sequences: Header['sequences'],
): Promise<void> {
  for (const { name, lastValue } of sequences) {
    if (lastValue === null) continue
    await client.query('select setval($1::regclass, $2::bigint)', [name, lastValue])
  }
}

/** Empty when no migration was ever applied. */
export async function listAppliedMigrations(client: pg.ClientBase): Promise<Header['migrations']> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    "select to_regclass('public.migration') is not null as present",
  )
  if (!tables[0]?.present) return []
  const { rows } = await client.query<Header['migrations'][number]>(
    'select name, digest from migration order by name',
  )
  return rows
}

/** The first of the tables that holds a row. */
export async function findFilledTable(
  client: pg.ClientBase,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select from ${name}) as filled`,
    )
    if (rows[0]?.filled) return name
  }
  return undefined
}

type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string }

/**
 * Removes what acts on rows as they are written: references, which may point in circles, and
 * triggers, which would add rows that the backup has already. Answers how to bring both back; that
 * checks all references at once. All of it needs only the owner of the tables.
 */
export async function suspendRules(
  client: pg.ClientBase,
  names: readonly string[],
): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<ForeignKey>(
    `select format('%I.%I', n.nspname, c.relname) as table, format('%I', k.conname) as name,
       pg_get_constraintdef(k.oid) as definition
     from pg_constraint k
     join pg_class c on c.oid = k.conrelid
     join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and ${ownSchemas} order by 1, 2`,
  )
  for (const key of keys) await client.query(`alter table ${key.table} drop constraint ${key.name}`)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  return async () => {
    for (const key of keys) {
      await client.query(`alter table ${key.table} add constraint ${key.name} ${key.definition}`)
    }
    for (const name of names) await client.query(`alter table ${name} enable trigger user`)
  }
}
