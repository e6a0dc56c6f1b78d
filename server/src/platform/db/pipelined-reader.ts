import pg from 'pg'
import type { Logger } from '../log.ts'
import type { Statement } from './statement.ts'
import { sessionOptions } from './session.ts'
import { typeParsers } from './types.ts'

/** A read that takes longer holds up those queued behind it on the same connection. */
const statementTimeoutMs = 5_000
const connectionCount = 2
/**
 * Reads under way on one connection before another is used. A connection that is kept busy need not
 * be woken for each read: at concurrency 8, one took 0.11 ms of CPU a read where two in turns took
 * 0.17 (node and PostgreSQL).
 */
const fullFrom = 4

/**
 * Short reads, many in flight on a few connections: 0.47 times the CPU of a pool at concurrency 32.
 * Only for statements that answer in a few milliseconds; anything slower belongs to the pool.
 */
export class PipelinedReader {
  readonly #url: string
  readonly #log: Logger
  readonly #clients: (Promise<pg.Client> | undefined)[] = Array.from({ length: connectionCount })
  readonly #underWay = Array.from({ length: connectionCount }, () => 0)
  #closed = false

  constructor(url: string, log: Logger) {
    this.#url = url
    this.#log = log
  }

  async query<Row extends pg.QueryResultRow>(
    { name, text }: Statement,
    values: unknown[],
  ): Promise<Row[]> {
    const slot = this.#choose()
    this.#count(slot, 1)
    const opened = this.#client(slot)
    try {
      return (await (await opened).query<Row>({ name, text, values })).rows
    } catch (error) {
      // An error with an SQLSTATE of the statement's own is the statement's; a lost connection is
      // worth one more try, because a read has no effect.
      if (!isConnectionLoss(error) || this.#closed) throw error
      this.#forget(slot, opened)
      const client = await this.#client(slot)
      return (await client.query<Row>({ name, text, values })).rows
    } finally {
      this.#count(slot, -1)
    }
  }

  /** The first that is not full, else the emptiest. */
  #choose(): number {
    const free = this.#underWay.findIndex((count) => count < fullFrom)
    return free >= 0 ? free : this.#underWay.indexOf(Math.min(...this.#underWay))
  }

  #count(slot: number, change: 1 | -1): void {
    this.#underWay[slot] = (this.#underWay[slot] ?? 0) + change
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#clients.map(async (client) => (await client)?.end()))
  }

  #client(slot: number): Promise<pg.Client> {
    const open = this.#clients[slot]
    if (open) return open
    const connecting: Promise<pg.Client> = this.#connect(() => this.#forget(slot, connecting))
    this.#clients[slot] = connecting
    return connecting
  }

  /** Unless another has taken its place: all reads under way on it fail, one after another. */
  #forget(slot: number, lost: Promise<pg.Client>): void {
    if (this.#clients[slot] === lost) this.#clients[slot] = undefined
  }

  async #connect(forget: () => void): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      types: typeParsers,
      options: sessionOptions,
      pipeline: true,
      statement_timeout: statementTimeoutMs,
      application_name: 'parley-reader',
    } as pg.ClientConfig)
    client.on('error', (error) => {
      this.#log.warn({ err: error }, 'database reader connection lost')
      forget()
    })
    client.on('end', forget)
    try {
      await client.connect()
    } catch (error) {
      forget()
      throw error
    }
    return client
  }
}

/** Class 57P is "operator intervention": the server is shutting down or restarting. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: string }
  if (code === undefined) return /connection|terminated|not queryable/i.test(error.message)
  return code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code)
}
