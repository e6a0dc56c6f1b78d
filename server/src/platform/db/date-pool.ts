import pg from 'pg'
import type { Logger } from '../log.ts'
import type { Database } from './database.ts'

const poolSize = 3
const poolWaitTimeoutMs = 10_000
const statementTimeoutMs = 10_000

/**
 * A small pool of the same database whose timestamps arrive as Date objects, for a library that
 * reads its tables itself. Connects on first use and lets idle connections go.
 */
export function openDatePool(db: Database, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: db.pool.options.connectionString,
    max: poolSize,
    connectionTimeoutMillis: poolWaitTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'parley-auth',
  })
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'database connection lost'))
  })
  return pool
}
