import { resolve } from 'node:path'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { BackupError } from '../platform/backup/backup-error.ts'
import { isConnectionLoss } from '../platform/db/pipelined-reader.ts'
import { openLog } from '../platform/log.ts'
import {
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../platform/postgres/embedded-postgres.ts'
import { StartError } from '../platform/start-error.ts'

/** Runs what a command does and ends the process as it ended. */
export async function runCommand(work: (config: Config) => Promise<void>): Promise<void> {
  try {
    await work(readConfig(process.env))
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${sentenceOf(error)}\n`)
  }
}

function sentenceOf(error: unknown): string {
  const { message, stack = message, code = '' } = error as Error & { code?: string }
  if (error instanceof ConfigError || error instanceof StartError || error instanceof BackupError) {
    return message
  }
  // PostgreSQL knows us by our user when its server is the embedded one.
  if (code.startsWith('28')) return `The database refuses us: ${message}. Is this Parley's user?`
  if (code === '55P03') return 'Somebody is using the database. Stop Parley first.'
  if (isConnectionLoss(error)) return `The database cannot be reached: ${message || code}.`
  return stack
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The file named on the command line, as seen from where npm was called. */
export function fileArgument(command: string): string {
  const name = process.argv[2]
  if (!name) throw new BackupError(`Say which file: npm run ${command} -- FILE`)
  return resolve(process.env.INIT_CWD ?? '.', name)
}

/**
 * Works on the database that DATABASE_URL names, or on the embedded one: that of a running Parley,
 * or started for as long as the work takes.
 */
export async function withDatabase<T>(
  { databaseUrl, dataDir, logLevel }: Config,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const running = databaseUrl ?? (await findRunningPostgres(dataDir))
  if (running) return work(running)
  const log = openLog(logLevel)
  const postgres = await startEmbeddedPostgres({ dataDir, log, onProgress: say })
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}
