import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { databaseAt } from './prepare-database.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

/** 32 bytes in base64, the same in every test. */
const encryptionKey = 'dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgMzI='

/** The real app over a private copy of the migrated template database. */
export async function startTestApp(options: { environment?: Record<string, string> } = {}) {
  const template = inject('databaseUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(template, `create database ${name} template ${new URL(template).pathname.slice(1)}`)

  const dataDir = join(tmpdir(), name)
  const url = databaseAt(template, name)
  const db = openDatabase(url, silentLog)
  const context: Context = {
    config: readConfig({
      DATA_DIR: dataDir,
      ENCRYPTION_KEY: encryptionKey,
      ...options.environment,
    }),
    db,
    log: silentLog,
    now: () => new Date(),
    newId: v7,
    wakeRelay() {},
  }
  const http = await createApp(context)
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })

  return {
    baseUrl,
    context,
    /** Made by whoever writes there first, removed with the app. */
    dataDir,
    db,
    http,
    url,
    async [Symbol.asyncDispose]() {
      await http.close()
      await db.close()
      await asAdmin(template, `drop database ${name} with (force)`)
      await rm(dataDir, { recursive: true, force: true })
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
