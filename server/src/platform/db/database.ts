import { availableParallelism } from 'node:os'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from '../log.ts'
import type { Executor, Run } from './executor.ts'
import { PipelinedReader } from './pipelined-reader.ts'
import { inPipelinedTransaction } from './pipelined-transaction.ts'
import type { Statement } from './statement.ts'
import type { Tables } from './tables.ts'
import { generalOptions, indexedOptions, plannedOptions, sessionOptions } from './session.ts'
import { typeParsers } from './types.ts'

/** Connections for writes and slow reads; two more are held by the pipelined reader. */
const poolSize = 10
const searchPoolSize = 4
/**
 * Searches are all computation: more of them at once than processors only makes each wait longer
 * (at 8 at once, the slowest hundredth took 1.5× as long with four connections on two processors).
 */
const generalPoolSize = Math.max(2, availableParallelism())
const indexedPoolSize = 3
/** As many as batches of captured calls are under way. */
const pipelinedPoolSize = 2
const poolWaitTimeoutMs = 10_000
const statementTimeoutMs = 30_000

export type { Executor, Run } from './executor.ts'

export type Database = Executor & {
  /**
   * A read whose best plan depends on its values, such as a search with filters: planned anew each
   * time (0.1–1 ms), which is worth it where a general plan would scan the wrong index.
   */
  runPlanned: Run
  /** A read that has one good plan, though PostgreSQL may think that others pay: planned once. */
  runGeneral: Run
  /** What has an index for everything it looks up, in tables that fill and empty quickly. */
  runIndexed: Run
  /** A short read, pipelined. Never for writes, and never for what may take over a few ms. */
  read: Run
  /** Commits when `work` returns, rolls back when it throws. */
  transaction: <T>(work: (tx: Executor) => Promise<T>) => Promise<T>
  /** The same; statements asked for in one go travel to PostgreSQL together. For what is written often. */
  pipelined: <T>(work: (tx: Executor) => Promise<T>) => Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase(url: string, log: Logger): Database {
  const pool = openPool(url, log, { max: poolSize, options: sessionOptions })
  const planned = openPool(url, log, { max: searchPoolSize, options: plannedOptions })
  const general = openPool(url, log, { max: generalPoolSize, options: generalOptions })
  const indexed = openPool(url, log, { max: indexedPoolSize, options: indexedOptions })
  const pipelined = openPool(url, log, {
    max: pipelinedPoolSize,
    options: sessionOptions,
    pipeline: true,
  } as pg.PoolConfig)
  const reader = new PipelinedReader(url, log)
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

  return {
    pool,
    kysely,
    read: (statement, values) => reader.query(statement, values),
    run: runOn(pool),
    runPlanned: runOn(planned),
    runGeneral: runOn(general),
    runIndexed: runOn(indexed),
    transaction: (work) => inTransaction(pool, work),
    pipelined: (work) => inPipelinedTransaction(pipelined, executorOf, work),
    async close() {
      await Promise.all([reader, planned, general, indexed, pipelined].map(ended))
      // Ends the pool through its dialect, but only if Kysely was ever used.
      await kysely.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}

const ended = (connections: pg.Pool | PipelinedReader) =>
  'close' in connections ? connections.close() : connections.end()

function runOn(connection: Pick<pg.Pool | pg.PoolClient, 'query'>): Run {
  return async <Row extends pg.QueryResultRow>({ name, text }: Statement, values: unknown[]) =>
    (await connection.query<Row>({ name, text, values })).rows
}

function openPool(url: string, log: Logger, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: poolWaitTimeoutMs,
    statement_timeout: statementTimeoutMs,
    types: typeParsers,
    application_name: 'parley',
    ...options,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'))
  // While a transaction holds a connection, its loss is reported by the client alone: unheard, that
  // would end the process. The query under way fails too, and that is what the caller is told.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'database connection lost'))
  })
  return pool
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Executor) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const result = await work(executorOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Runs statements on a connection that is in a transaction already. */
export function executorOf(client: pg.PoolClient): Executor {
  const lent = { query: client.query.bind(client), release() {} } as unknown as pg.PoolClient
  return {
    run: runOn(client),
    kysely: new Kysely<Tables>({
      dialect: new PostgresDialect({
        pool: { options: {}, connect: async () => lent, end: async () => {} },
      }),
    }),
  }
}
