import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log.ts'
import { isQueueInstalled, listClaimedJobs, releaseJobs, releaseLostJobs } from './queries.ts'
import { queueLog } from './queue-log.ts'
import { connectionName, type Running, startRunner } from './runner.ts'
import { tasksOf, type WorkerParts } from './tasks.ts'

/** At most; one listens, the others fetch and complete. Jobs use the database of their context. */
const connectionCount = 4
const lostEveryMs = 30_000
const restartDelayMs = { first: 1_000, max: 30_000 }
/** A run that is of no use any more has at most this long to clean up before the next. */
const cleanUpMs = 5_000

export type Worker = {
  /** Takes no new jobs, and gives those that run this long to finish; then they are retried later. */
  stop(deadlineMs: number): Promise<void>
}

/** Creates or updates the queue's own schema. Loads the library only when there is something to do. */
export async function installQueue(db: Database, log: Logger): Promise<void> {
  if (await isQueueInstalled(db)) return
  const { runMigrations } = await import('graphile-worker')
  const pool = openPool(db, log)
  try {
    await runMigrations({ pgPool: pool, logger: await queueLog(log) })
  } finally {
    await pool.end()
  }
}

/** Runs jobs until stopped, through restarts of the database. */
export async function startWorker<Context>(parts: WorkerParts<Context>): Promise<Worker> {
  const { db, log } = parts
  const pool = openPool(db, log)
  const stopping = new AbortController()
  const { signal } = stopping
  const told = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve())
  })
  let runner = await startRunner(parts, pool)

  async function keepRunning(): Promise<void> {
    let delayMs = restartDelayMs.first
    while (!signal.aborted) {
      const startedAt = performance.now()
      const reason = await Promise.race([runner.over, told])
      if (signal.aborted) return
      log.error({ err: reason }, 'the job queue stopped; starting it again')
      await runner.stop(cleanUpMs)
      if (performance.now() - startedAt > restartDelayMs.max) delayMs = restartDelayMs.first
      await sleep(delayMs, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      delayMs = Math.min(delayMs * 2, restartDelayMs.max)
      runner = await startRunner(parts, pool).catch(() => runner)
    }
    // The process was told to stop while this one came up.
    await runner.stop(cleanUpMs)
  }
  const kept = keepRunning()
  const releaseLost = lookForLost(parts, () => runner)
  const lostTimer = setInterval(() => void releaseLost(), parts.lostEveryMs ?? lostEveryMs)
  await releaseLost()

  return {
    async stop(deadlineMs) {
      stopping.abort()
      clearInterval(lostTimer)
      await Promise.all([runner.stop(deadlineMs), kept])
      await pool.end()
    },
  }
}

/**
 * Gives back jobs that nobody works on: those of workers that died, and those claimed for this process
 * of which it never heard, because the connection broke before the answer came. Those are given back at the
 * second look, because at the first they may be on their way.
 */
function lookForLost<Context>(
  { db, log }: WorkerParts<Context>,
  runnerNow: () => Running,
): () => Promise<void> {
  let missed: ReadonlySet<string> = new Set()
  return async () => {
    try {
      const lost = await releaseLostJobs(db)
      if (lost.length > 0) log.warn({ lost }, 'jobs of lost workers will be tried again')
      const { id, held } = runnerNow()
      if (id === undefined) return
      const unknown = (await listClaimedJobs(db, id)).filter((jobId) => !held.has(jobId))
      const jobIds = unknown.filter((jobId) => missed.has(jobId))
      missed = new Set(unknown)
      if (jobIds.length === 0) return
      await releaseJobs(db, id, jobIds)
      log.warn({ jobIds }, 'jobs that were claimed and never arrived will be tried again')
    } catch (error) {
      log.warn({ err: error }, 'could not look for lost jobs')
    }
  }
}

/** Runs every job that is due, once, and answers when none is left; for tests. */
export async function runDueJobs<Context>(parts: WorkerParts<Context>): Promise<void> {
  const { runOnce } = await import('graphile-worker')
  const pool = openPool(parts.db, parts.log)
  try {
    await runOnce({
      pgPool: pool,
      logger: await queueLog(parts.log),
      noHandleSignals: true,
      taskList: tasksOf(parts),
    })
  } finally {
    await pool.end()
  }
}

function openPool(db: Database, log: Logger): pg.Pool {
  const { connectionString } = db.pool.options
  const pool = new pg.Pool({
    connectionString,
    max: connectionCount,
    application_name: connectionName,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'idle job connection lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'job connection lost'))
  })
  return pool
}
