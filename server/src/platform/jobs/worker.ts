import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner, TaskList, WorkerEvents, WorkerPool } from 'graphile-worker'
import pg from 'pg'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Job } from './job.ts'
import { isQueueInstalled, releaseLostJobs, workerNamePrefix } from './queries.ts'

/** Jobs at once in this process. */
const concurrency = 4
/**
 * Jobs fetched ahead: 20 at a time cost 330 µs of CPU each, 200 at a time 90. What is not begun after
 * `ttl` ms goes back for other nodes.
 */
const localQueue = { size: 100, ttl: 5_000 }
/** How long a job due later, or to be retried, may wait beyond its time; new ones are announced. */
const pollIntervalMs = 5_000
/** At most; one listens, the others fetch and complete. Jobs use the database of their context. */
const connectionCount = 4
const lostJobsIntervalMs = 30_000
const restartDelayMs = { first: 1_000, max: 30_000 }

export type WorkerParts<Context> = {
  readonly context: Context
  readonly db: Database
  readonly log: Logger
  readonly metrics: Metrics
  readonly jobs: readonly Job<Context>[]
  /** Further channels heard on the queue's listening connection. */
  readonly hear?: readonly Heard[]
}

type Heard = { readonly channel: string; readonly notified: () => void }

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
  let runner = await startRunner(parts, pool)

  async function keepRunning(): Promise<void> {
    let delayMs = restartDelayMs.first
    while (!stopping.signal.aborted) {
      const startedAt = performance.now()
      const error: unknown = await runner.promise.catch((reason: unknown) => reason)
      if (stopping.signal.aborted) return
      log.error({ err: error }, 'the job queue stopped; starting it again')
      if (performance.now() - startedAt > restartDelayMs.max) delayMs = restartDelayMs.first
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => {})
      delayMs = Math.min(delayMs * 2, restartDelayMs.max)
      runner = await startRunner(parts, pool).catch(() => runner)
    }
  }
  void keepRunning()
  const lostTimer = setInterval(() => void releaseLost(parts), lostJobsIntervalMs)
  await releaseLost(parts)

  return {
    async stop(deadlineMs) {
      stopping.abort()
      clearInterval(lostTimer)
      await stopRunner(runner, deadlineMs, log)
      await pool.end()
    },
  }
}

async function releaseLost<Context>({ db, log }: WorkerParts<Context>): Promise<void> {
  try {
    const lost = await releaseLostJobs(db)
    if (lost.length > 0) log.warn({ lost }, 'jobs of lost workers will be tried again')
  } catch (error) {
    log.warn({ err: error }, 'could not look for lost jobs')
  }
}

type Running = Runner & { readonly workers: WorkerPool | undefined }

async function startRunner<Context>(parts: WorkerParts<Context>, pool: pg.Pool): Promise<Running> {
  const { parseCronItems, run } = await import('graphile-worker')
  const events: WorkerEvents = new EventEmitter()
  let workers: WorkerPool | undefined
  events.on('pool:create', ({ workerPool }) => {
    workers = workerPool
  })
  listenForMore(events, parts)
  const runner = await run({
    pgPool: pool,
    logger: await queueLog(parts.log),
    events,
    noHandleSignals: true,
    concurrency,
    pollInterval: pollIntervalMs,
    taskList: tasksOf(parts),
    parsedCronItems: parseCronItems(
      parts.jobs.flatMap(({ name, schedule }) =>
        // The key keeps a recurring job from queueing up behind itself.
        schedule ? [{ task: name, match: schedule, options: { jobKey: name } }] : [],
      ),
    ),
    preset: { worker: { localQueue, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
  return Object.assign(runner, { workers })
}

/** Names the listening connection after the worker, and hears further channels on it. */
function listenForMore<Context>(events: WorkerEvents, parts: WorkerParts<Context>): void {
  const { hear = [], log } = parts
  events.on('pool:listen:success', ({ client, workerPool }) => {
    // When the library's own LISTEN is through: one query at a time on a connection.
    client.once('drain', () => {
      const name = `${workerNamePrefix}${workerPool.id}`
      const listen = hear.map(({ channel }) => `listen ${channel};`).join(' ')
      client
        .query(`${listen} set application_name = '${name}'`)
        .catch((error: unknown) => log.warn({ err: error }, 'could not listen'))
    })
  })
  events.on('pool:listen:notification', ({ message }) => {
    for (const { channel, notified } of hear) if (message.channel === channel) notified()
  })
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

function tasksOf<Context>({ context, jobs, log, metrics }: WorkerParts<Context>): TaskList {
  const tasks: TaskList = {}
  for (const job of jobs) {
    if (tasks[job.name]) throw new Error(`Two jobs are named ${job.name}.`)
    tasks[job.name] = async (payload: unknown, { abortSignal, job: { id, attempts } }) => {
      const startedAt = performance.now()
      const end = (outcome: 'done' | 'failed'): number => {
        const ms = performance.now() - startedAt
        metrics.jobSeconds.observe({ job: job.name, outcome }, ms / 1000)
        return Math.round(ms)
      }
      try {
        await job.handle(context, job.payload.parse(payload), {
          signal: abortSignal,
          attempt: attempts,
        })
        log.debug({ job: job.name, jobId: id, ms: end('done') }, 'job done')
      } catch (error) {
        log.error(
          { err: error, job: job.name, jobId: id, attempt: attempts, ms: end('failed') },
          'job failed',
        )
        throw error
      }
    }
  }
  return tasks
}

async function stopRunner(runner: Running, deadlineMs: number, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs)
  })
  // Already stopped when the database went away; then there is nothing to wait for.
  const stopped = runner.stop().catch(() => {})
  if ((await Promise.race([stopped, deadline])) === 'late') {
    log.warn('jobs did not finish in time; they will be tried again')
    // The runner's own kill() does nothing once it is stopping.
    await Promise.resolve(runner.workers?.forcefulShutdown('the process stops')).catch(() => {})
  }
  clearTimeout(timer)
}

function openPool(db: Database, log: Logger): pg.Pool {
  const { connectionString } = db.pool.options
  const pool = new pg.Pool({
    connectionString,
    max: connectionCount,
    application_name: 'parley-jobs',
  })
  pool.on('error', (error) => log.warn({ err: error }, 'idle job connection lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'job connection lost'))
  })
  return pool
}

/** The library's lines in our log. Its metadata is left out: it holds payloads. */
async function queueLog(log: Logger) {
  const { Logger: QueueLogger } = await import('graphile-worker')
  return new QueueLogger(() => (level, message, meta) => {
    // A failed job has had its line, from the task.
    if (meta?.failure === true) return
    if (level === 'error') log.error({ err: meta?.error }, message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
}
