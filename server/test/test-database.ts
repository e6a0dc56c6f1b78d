import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** The same server, another database. */
export function databaseAt(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export type TestDatabase = {
  readonly name: string
  readonly url: string
  readonly drop: () => Promise<void>
}

/** A copy of the migrated template database. */
export async function createTestDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const original = new URL(template).pathname.slice(1)
  // Copying files takes a fifth of the time of writing each page to the log.
  await asAdmin(template, `create database ${name} template ${original} strategy file_copy`)
  return { name, url: databaseAt(template, name), drop: () => dropDatabase(template, name) }
}

/** Only the plain form may stop an autovacuum at work there, only the other a session left open. */
async function dropDatabase(template: string, name: string): Promise<void> {
  try {
    await asAdmin(template, `drop database ${name} with (force)`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '42501')) throw error
    await asAdmin(template, `drop database ${name}`)
  }
}

async function asAdmin(template: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseAt(template, 'postgres') })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}
