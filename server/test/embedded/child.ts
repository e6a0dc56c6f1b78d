import pg from 'pg'
import type { Logger } from '../../src/platform/log.ts'
import {
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/platform/postgres/embedded-postgres.ts'

// Stands for Parley in the tests of the supervisor: it starts PostgreSQL and then writes rows or
// waits, until it is told to stop or killed. Talks in lines: a word, a space, JSON.

export type ChildOptions = Omit<EmbeddedPostgresOptions, 'log' | 'onProgress'> & {
  readonly writes?: boolean
}

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions
const tell = (word: string, value: unknown) =>
  process.stdout.write(`${word} ${JSON.stringify(value)}\n`)
const logLine = (fields: unknown, message: string) => tell('log', { fields, message })
const log = { warn: logLine, error: logLine, info: logLine } as unknown as Logger

try {
  const postgres = await startEmbeddedPostgres({
    ...options,
    log,
    onProgress: (step) => tell('progress', step),
  })
  process.once('SIGTERM', () => {
    void postgres.stop().then(() => process.exit(0))
  })
  tell('ready', { url: postgres.url, attached: postgres.attached })
  if (options.writes) await writeRows(postgres.url)
  setInterval(() => {}, 60_000)
} catch (error) {
  tell('failed', { name: (error as Error).name, message: (error as Error).message })
  process.exit(1)
}

/** Tells the number of each row after PostgreSQL has confirmed it. */
async function writeRows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table if not exists written (n bigint primary key)')
  for (let n = 1; ; n += 1) {
    await client.query('insert into written values ($1)', [n])
    tell('written', n)
  }
}
