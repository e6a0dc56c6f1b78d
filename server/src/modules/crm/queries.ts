import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const defaultCountryOf = statement(
  'default_country',
  'select default_country from workspace where id = $1',
)

export async function selectDefaultCountry(db: Database, workspaceId: string): Promise<string> {
  const [row] = await db.read<{ default_country: string }>(defaultCountryOf, [workspaceId])
  return row?.default_country ?? 'US'
}
