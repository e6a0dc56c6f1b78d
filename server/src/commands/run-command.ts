import { resolve } from 'node:path'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { BackupError } from '../platform/backup/backup-error.ts'
import { isConnectionLoss } from '../platform/db/pipelined-reader.ts'
import { openLog } from '../platform/log.ts'
import {
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../platform/postgres/embedded-postgres.ts'
import { FolderInUse } from '../platform/postgres/folder-lock.ts'
import { StartError } from '../platform/start-error.ts'

/** A Parley that holds the folder should have its database up within this time. */
const runningTimeoutMs = 30_000
const lookIntervalMs = 200

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
  if (code.startsWith('ERR_PARSE_ARGS')) return message
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
  config: Config,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await openDatabaseServer(config)
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}

async function openDatabaseServer({ databaseUrl, dataDir, logLevel }: Config) {
  const leave = async () => {}
  if (databaseUrl) return { url: databaseUrl, stop: leave }
  const deadline = Date.now() + runningTimeoutMs
  for (;;) {
    const running = await findRunningPostgres(dataDir)
    if (running) return { url: running, stop: leave }
    try {
      const log = openLog(logLevel)
      return await startEmbeddedPostgres({ dataDir, log, onProgress: say })
    } catch (error) {
      // That Parley is just starting, or its PostgreSQL is coming back.
      if (!(error instanceof FolderInUse) || Date.now() > deadline) throw error
      await new Promise((done) => setTimeout(done, lookIntervalMs))
    }
  }
}
