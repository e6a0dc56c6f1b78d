import { randomUUID } from 'node:crypto'
import { type Client, createClient } from '@parley/sdk'
import pg from 'pg'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { checkReplies } from './contract-check.ts'
import { databaseAt } from './prepare-database.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

/** The real app over a private copy of the migrated template database. */
export async function startTestApp(options: { environment?: Record<string, string> } = {}) {
  const template = inject('databaseUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(template, `create database ${name} template ${new URL(template).pathname.slice(1)}`)

  const url = databaseAt(template, name)
  const db = openDatabase(url, silentLog)
  const context: Context = {
    config: readConfig({ ...options.environment }),
    db,
    log: silentLog,
    now: () => new Date(),
    newId: v7,
    wakeRelay() {},
  }
  const http = await createApp(context)
  const violations = checkReplies(http)
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })

  return {
    baseUrl,
    /** A client of the app; replies that break the contract throw. */
    clientOf: (apiKey?: string): Client => createClient({ baseUrl, apiKey, validate: true }),
    context,
    db,
    http,
    url,
    /** Replies of this app that broke the contract; any left at the end fails the test. */
    violations,
    async [Symbol.asyncDispose]() {
      await http.close()
      await db.close()
      await asAdmin(template, `drop database ${name} with (force)`)
      if (violations.length > 0) throw new Error(violations.join('\n'))
    },
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
