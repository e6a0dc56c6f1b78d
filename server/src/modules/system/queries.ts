import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const pingStatement = statement('ping', 'select 1')

export async function ping(db: Database): Promise<void> {
  await db.read(pingStatement, [])
}

const migrationsStatement = statement('list_migrations', 'select name, digest from migration')

export function listAppliedMigrations(db: Database): Promise<{ name: string; digest: string }[]> {
  return db.read(migrationsStatement, [])
}
