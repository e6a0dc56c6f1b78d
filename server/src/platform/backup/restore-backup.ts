import type { Executor } from '../db/database.ts'
import { BackupError } from './backup-error.ts'
import {
  findFilledTable,
  listAppliedMigrations,
  listTables,
  setSequences,
  suspendRules,
} from './catalogue-queries.ts'
import { inSession, type Session } from './copy-queries.ts'
import { type Header, readBackup, type Table } from './format.ts'

/** Tables that hold rows before anybody has used the database; the backup's replace them. */
const filledFromTheStart = [
  'public.event_relay',
  'graphile_worker._private_tasks',
  'graphile_worker._private_known_crontabs',
]

export type RestoreSummary = { readonly tables: number; readonly rows: number }

/** Reads a whole backup and answers its header; throws a BackupError when it is damaged. */
export async function verifyBackup(path: string): Promise<Header> {
  let found: Header | undefined
  await readBackup(path, {
    header(header) {
      found = header
    },
    async table(_table, rows) {
      for await (const _ of rows);
    },
  })
  if (!found) throw new BackupError('This file cannot be restored: it is empty.')
  return found
}

/** Whether no Parley has ever used the database: it has no migrations. */
export function isUnused(url: string): Promise<boolean> {
  return inSession(url, 'begin', async ({ client }) => {
    return (await listAppliedMigrations(client)).length === 0
  })
}

/**
 * Fills an empty database of the same schema, in one transaction: all of it, or nothing. `finish`
 * runs at the end of that transaction, for what must be made right after rows were copied.
 */
export async function restoreBackup(
  url: string,
  path: string,
  finish: (tx: Executor) => Promise<void>,
): Promise<RestoreSummary> {
  return inSession(url, 'begin', async (session) => {
    let found: Header | undefined
    let bringBackRules = async () => {}
    const footers = await readBackup(path, {
      async header(header) {
        found = header
        await requireSameSchema(session, header)
        await requireEmpty(session, header)
        const names = header.tables.map(({ name }) => name)
        bringBackRules = await suspendRules(session.client, names)
        await session.client.query(`truncate ${names.join(', ')}`)
      },
      table: (table, rows) => session.copyIn(table, rows),
    })
    await bringBackRules()
    // Without figures of the rows, the first queries would be planned badly.
    await session.client.query(`analyze ${[...footers.keys()].join(', ')}`)
    await finish(session.tx)
    // Last, because no rollback undoes it.
    await setSequences(session.client, found?.sequences ?? [])
    let rows = 0
    for (const footer of footers.values()) rows += footer.rows
    return { tables: footers.size, rows }
  })
}

async function requireSameSchema({ client }: Session, header: Header): Promise<void> {
  const describe = (migrations: Header['migrations']) =>
    migrations.map(({ name, digest }) => `${name} ${digest}`).join('\n')
  const present = await listAppliedMigrations(client)
  if (describe(present) !== describe(header.migrations)) {
    throw new BackupError(
      'The backup and this database have different schemas: the backup has migrations up to ' +
        `${header.migrations.at(-1)?.name}, the database up to ${present.at(-1)?.name}.\n` +
        'Restore into a database that no Parley has used, with a Parley that is not older.',
    )
  }
  const shape = (tables: readonly Table[]) =>
    tables.map(({ name, columns }) => `${name} (${columns.join(', ')})`)
  const here = new Set(shape(await listTables(client)))
  const missing = shape(header.tables).find((table) => !here.has(table))
  if (missing) throw new BackupError(`This database has no table ${missing}.`)
}

async function requireEmpty({ client }: Session, header: Header): Promise<void> {
  const names = header.tables.map(({ name }) => name)
  // Whoever is using the database finishes first, or we do not begin.
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`)
  const filled = await findFilledTable(
    client,
    names.filter((name) => !filledFromTheStart.includes(name)),
  )
  if (!filled) return
  throw new BackupError(
    `The database is not empty: ${filled} holds rows. Nothing was changed.\n` +
      'Restore into a new data folder (DATA_DIR) or a new database (DATABASE_URL).',
  )
}
