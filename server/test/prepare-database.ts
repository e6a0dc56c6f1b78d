import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { installQueue } from '../src/platform/jobs/worker.ts'
import { silentLog } from '../src/platform/log.ts'
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded-postgres.ts'
import { databaseAt } from './test-database.ts'

const gibibyte = 1024 ** 3

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres:// address of the server whose `template` database is migrated. */
    databaseUrl: string
  }
}

/**
 * Migrates one template database per run; each test then copies it instead of migrating again. The
 * server is an embedded one in a temporary folder, or the one that TEST_DATABASE_URL names.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const own = given ? undefined : await startServer()
  const server = given || (own?.url ?? '')
  const template = `template_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${template}`)
  await migrate(databaseAt(server, template))
  const db = openDatabase(databaseAt(server, template), silentLog)
  await installQueue(db, silentLog)
  await db.close()
  project.provide('databaseUrl', databaseAt(server, template))
  return async () => {
    await admin.query(`drop database if exists ${template}`)
    await admin.end()
    await own?.stop()
  }
}

/** Databases are copied ten times faster in memory, where there is some to spare. */
async function roomyFolder(): Promise<string> {
  const inMemory = '/dev/shm'
  const free = await statfs(inMemory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return free >= 2 * gibibyte && freemem() >= 4 * gibibyte ? inMemory : tmpdir()
}

async function startServer() {
  const folder = await mkdtemp(join(await roomyFolder(), 'parley-test-'))
  // When root tests, PostgreSQL runs as another user, who must pass through.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    log: silentLog,
    // What is lost in a power cut is thrown away at the end of the run anyway.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
