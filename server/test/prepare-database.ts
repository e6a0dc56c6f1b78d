import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { installQueue } from '../src/platform/jobs/worker.ts'
import { silentLog } from '../src/platform/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres:// address of the server whose `template` database is migrated. */
    databaseUrl: string
  }
}

/** Migrates one template database per run; each test then copies it instead of migrating again. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = process.env.TEST_DATABASE_URL ?? ''
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
  }
}

/** The same server, another database. */
export function databaseAt(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
