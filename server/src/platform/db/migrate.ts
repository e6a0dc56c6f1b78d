import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const folder = new URL('../../../migrations/', import.meta.url)
const fileName = /^\d{4}_[a-z0-9_]+\.sql$/
/** Any number: it names the lock that keeps two starting nodes from migrating at once. */
const migrationLock = 7_275_309

type Migration = { readonly name: string; readonly sql: string; readonly digest: string }

async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => fileName.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Brings the database to the newest schema, one transaction per file, and answers the names of the
 * files it ran; `onApply` is told before each. `upTo` names the last one to run, for the restore of
 * an older backup. Safe to run from several nodes at once. Throws when a file that was run changed.
 */
export async function migrate(
  url: string,
  onApply: (name: string) => void = () => {},
  upTo?: string,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'parley-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await requireVersion(client)
    await client.query(`create table if not exists migration (
      name text primary key, digest text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; digest: string }>(
      'select name, digest from migration',
    )
    const applied = new Map(rows.map((row) => [row.name, row.digest]))
    const ran: string[] = []
    for (const migration of await listMigrations()) {
      if (upTo !== undefined && migration.name > upTo) break
      const digest = applied.get(migration.name)
      if (digest === migration.digest) continue
      if (digest) throw new Error(`Migration ${migration.name} changed after it was applied.`)
      onApply(migration.name)
      await apply(client, migration)
      ran.push(migration.name)
    }
    return ran
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, { name, sql, digest }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

/** `returning old.*` came with PostgreSQL 18; updates rely on it. */
async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const version = rows[0]?.version ?? 0
  if (version < 180_000) {
    throw new Error(`Parley needs PostgreSQL 18 or later; this server is ${version / 10_000}.`)
  }
}

/** Whether every migration of this build has been applied; for readiness. */
export async function pendingMigrations(
  query: (sql: string) => Promise<{ name: string; digest: string }[]>,
): Promise<string[]> {
  const applied = new Map(
    (await query('select name, digest from migration')).map((row) => [row.name, row.digest]),
  )
  const all = await listMigrations()
  return all.filter(({ name, digest }) => applied.get(name) !== digest).map(({ name }) => name)
}
