import type pg from 'pg'

type Say = (line: string) => void

/**
 * Takes the secondary indexes and foreign keys off tables, and answers what puts them back: rows are
 * loaded in seconds instead of many minutes. The indexes come out as compact as after a reindex;
 * those of a live server, grown row by row, are up to a third larger.
 */
export async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
): Promise<(say: Say) => Promise<void>> {
  const { rows: keys } = await client.query<Key>(foreignKeys, [tables])
  const { rows: indexes } = await client.query<Index>(secondaryIndexes, [tables])
  for (const { table, name } of keys)
    await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  return async (say) => {
    // For this session only: the server's own settings stay those of production.
    await client.query("set maintenance_work_mem = '512MB'")
    for (const { name, definition } of indexes) {
      say(`index ${name}`)
      await client.query(definition)
    }
    for (const { table, name, definition } of keys) {
      await client.query(`alter table ${table} add constraint ${name} ${definition}`)
    }
    await client.query('reset maintenance_work_mem')
  }
}

type Key = { table: string; name: string; definition: string }
type Index = { name: string; definition: string }

const foreignKeys = `
  select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and conrelid = any (
    select t::regclass from unnest($1::text[]) t)`

const secondaryIndexes = `
  select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
  where i.indrelid = any (select t::regclass from unnest($1::text[]) t)
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`
