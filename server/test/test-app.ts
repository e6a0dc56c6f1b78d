import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import { partsOf } from '../src/parts.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import type { Subscriber } from '../src/platform/events/event.ts'
import { relayAll } from '../src/platform/events/relay-batch.ts'
import type { Job } from '../src/platform/jobs/job.ts'
import { countJobs } from '../src/platform/jobs/queries.ts'
import { runDueJobs } from '../src/platform/jobs/worker.ts'
import { type Logger, silentLog } from '../src/platform/log.ts'
import { openMetrics } from '../src/platform/metrics/metrics.ts'
import { checkAgainstCatalogue } from './catalogue-check.ts'
import { databaseAt } from './prepare-database.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

export type TestAppOptions = {
  readonly environment?: Record<string, string>
  readonly log?: Logger
  readonly now?: () => Date
  /** Besides those of the product. */
  readonly subscribers?: readonly Subscriber[]
  /** Besides those of the product. */
  readonly jobs?: readonly Job<Context>[]
}

/** More rounds mean that a job and an event cause each other for ever. */
const maxDrainRounds = 50
const relayBatchSize = 500

/** The real app over a private copy of the migrated template database. */
export async function startTestApp(options: TestAppOptions = {}) {
  const { log = silentLog, now = () => new Date() } = options
  const template = inject('databaseUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(template, `create database ${name} template ${new URL(template).pathname.slice(1)}`)

  const url = databaseAt(template, name)
  const db = openDatabase(url, log)
  const context: Context = {
    config: readConfig({ ...options.environment }),
    db,
    log,
    metrics: openMetrics({ process: false }),
    now,
    newId: v7,
    wakeRelay() {},
  }
  const http = await createApp(context)
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })
  const parts = partsOf(context)
  const subscribers = [checkAgainstCatalogue, ...parts.subscribers, ...(options.subscribers ?? [])]
  const jobs = [...parts.jobs, ...(options.jobs ?? [])]

  return {
    baseUrl,
    context,
    db,
    http,
    url,
    /** Relays what was committed and runs what is due, until nothing is left of either. */
    async drain(): Promise<void> {
      for (let round = 0; round < maxDrainRounds; round += 1) {
        const relayed = await relayAll(db, subscribers, relayBatchSize)
        if (round > 0 && relayed === 0) return
        if ((await countJobs(db)).waiting === 0) continue
        await runDueJobs({ context, db, log, metrics: context.metrics, jobs })
      }
      throw new Error('drain() finds no end')
    },
    async [Symbol.asyncDispose]() {
      await http.close()
      await db.close()
      await asAdmin(template, `drop database ${name} with (force)`)
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
