import type { Database } from './database.ts'
import { statement } from './statement.ts'

const tidyStatement = statement(
  'tidy_search_indexes',
  `select gin_clean_pending_list(i.indexrelid)
   from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
   where m.amname = 'gin' and c.relnamespace = current_schema()::regnamespace`,
)

/**
 * New entries of a trigram index wait in a list that every search reads through; sorting in each one
 * at once would make inserts take 4 times as long (500 µs a row, not 120). Each 4 MB in it add up to
 * 9 ms to a search, and take 0.2 s to sort in; at its limit (4 MB, or as migration 0019 says) PostgreSQL
 * has the insert that reaches it do so. Done soon after writes, neither happens.
 */
export async function tidySearchIndexes(db: Database): Promise<void> {
  await db.run(tidyStatement, [])
}
