import pg from 'pg'

export type MadeBackup = {
  readonly id: string
  readonly madeAt: Date
  readonly way: 'command' | 'download'
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

/** SQLSTATE undefined_table: a database that was not brought up to date yet. */
const noSuchTable = '42P01'

/** Notes in the database that a backup of it was made. It is not in that backup itself. */
export async function noteBackup(url: string, backup: MadeBackup): Promise<void> {
  const { id, madeAt, way, tables, rows, bytes } = backup
  const client = new pg.Client({ connectionString: url, application_name: 'parley-backup' })
  // The insert fails with the same error; unheard, the loss of the connection would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(
      `insert into server_backup (id, made_at, way, tables, rows, bytes)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, madeAt, way, tables, rows, bytes],
    )
  } catch (error) {
    if ((error as { code?: string }).code !== noSuchTable) throw error
  } finally {
    await client.end()
  }
}
