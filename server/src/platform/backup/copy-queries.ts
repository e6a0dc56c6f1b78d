import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { type Executor, executorOf } from '../db/database.ts'
import type { Table } from './format.ts'

/** Waiting for somebody who works on a table; longer than any request. */
const lockTimeoutMs = 40_000

export type Session = {
  readonly client: pg.PoolClient
  readonly tx: Executor
  /** The rows of a table as COPY writes them. */
  copyOut(table: Table): AsyncIterable<Buffer>
  copyIn(table: Table, rows: AsyncIterable<Buffer>): Promise<void>
}

/** One transaction on a connection of its own, without a limit of time. Commits when work returns. */
export async function inSession<T>(
  url: string,
  begin: 'begin' | 'begin isolation level repeatable read, read only',
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'parley-backup' })
  // The query in progress fails with the same error. A connection that is lent tells of its end itself:
  // unheard, that would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  let broken = true
  try {
    await client.query(begin)
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`)
    const result = await work({
      client,
      tx: executorOf(client),
      copyOut: (table) => client.query(to(copyText(table, 'to stdout'))),
      copyIn: (table, rows) =>
        pipeline(Readable.from(rows), client.query(from(copyText(table, 'from stdin')))),
    })
    await client.query('commit')
    broken = false
    return result
  } finally {
    // An open transaction ends with its connection, and nothing of it remains.
    client.release(broken)
    await pool.end()
  }
}

function copyText({ name, columns }: Table, direction: 'to stdout' | 'from stdin'): string {
  return `copy ${name} (${columns.join(', ')}) ${direction}`
}
