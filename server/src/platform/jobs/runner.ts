import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner, WorkerEvents, WorkerPool } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../log.ts'
import { workerNamePrefix } from './queries.ts'
import { queueLog } from './queue-log.ts'
import { tasksOf, type WorkerParts } from './tasks.ts'

/** Jobs at once in this process. */
const concurrency = 4
/**
 * Jobs fetched ahead: 20 at a time cost 330 µs of CPU each, 200 at a time 90. What is not begun after
 * `ttl` ms goes back for other nodes.
 */
const localQueue = { size: 100, ttl: 5_000 }
/** How long a job due later, or to be retried, may wait beyond its time; new ones are announced. */
const pollIntervalMs = 5_000
/** What the library still writes when all its workers have stopped; it has been seen never to end. */
const endsWithinMs = 5_000
/** Of connections of the queue that do not listen. */
export const connectionName = 'parley-jobs'

/** One run of the queue library, until it is of no use any more. */
export type Running = {
  /** What the queue calls it; new with every start. */
  readonly id: string | undefined
  /** Ids of jobs that reached this process and are not done, or given back. */
  readonly held: ReadonlySet<string>
  /** Settles, with the reason, once it will not run any further job. */
  readonly over: Promise<unknown>
  /** Takes no new jobs, and gives those that run this long to finish. Safe to repeat. */
  stop(deadlineMs: number): Promise<void>
}

/** Starts the queue library on these connections. */
export async function startRunner<Context>(
  parts: WorkerParts<Context>,
  pool: pg.Pool,
): Promise<Running> {
  const { jobs, log } = parts
  const { parseCronItems, run } = await import('graphile-worker')
  const events: WorkerEvents = new EventEmitter()
  let workers: WorkerPool | undefined
  events.on('pool:create', ({ workerPool }) => {
    workers = workerPool
  })
  listenForMore(events, parts)
  const held = heldJobs(events)
  const first = firstFetch(events, jobs.length > 0)
  const stopped = allStopped(events)
  const runner = await run({
    pgPool: pool,
    logger: await queueLog(log, first.failed),
    events,
    noHandleSignals: true,
    concurrency,
    pollInterval: pollIntervalMs,
    taskList: tasksOf(parts),
    parsedCronItems: parseCronItems(
      jobs.flatMap(({ name, schedule }) =>
        // The key keeps a recurring job from queueing up behind itself.
        schedule ? [{ task: name, match: schedule, options: { jobKey: name } }] : [],
      ),
    ),
    preset: { worker: { localQueue, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
  return {
    id: workers?.id,
    held,
    over: Promise.race([
      runner.promise.catch((error: unknown) => error),
      first.failure,
      stopped.then(() => sleep(endsWithinMs, 'it does not end', { ref: false })),
    ]),
    stop: (deadlineMs) => stopRunner(runner, workers, { deadlineMs, log }),
  }
}

/** Names the listening connection after the worker, and hears further channels on it. */
function listenForMore<Context>(events: WorkerEvents, parts: WorkerParts<Context>): void {
  const { hear = [], log } = parts
  events.on('pool:listen:success', ({ client, workerPool }) => {
    const tell = (sql: string) =>
      client
        .query(sql)
        .catch((error: unknown) => log.warn({ err: error }, 'could not listen, or stop listening'))
    const begin = () => {
      const name = `${workerNamePrefix}${workerPool.id}`
      const listen = hear.map(({ channel }) => `listen ${channel};`).join(' ')
      void tell(`${listen} set application_name = '${name}'`)
    }
    // When the library's own LISTEN is through: one query at a time on a connection.
    client.once('drain', begin)
    events.once('pool:listen:release', () => {
      client.off('drain', begin)
      // It may go on and serve another run: under this name, the jobs of this one would not count as lost.
      void tell(`unlisten *; set application_name = '${connectionName}'`)
    })
  })
  events.on('pool:listen:notification', ({ message }) => {
    for (const { channel, notified } of hear) if (message.channel === channel) notified()
  })
}

function heldJobs(events: WorkerEvents): ReadonlySet<string> {
  const held = new Set<string>()
  events.on('localQueue:getJobs:complete', ({ jobs }) => {
    for (const { id } of jobs) held.add(id)
  })
  events.on('localQueue:returnJobs', ({ jobs }) => {
    for (const { id } of jobs) held.delete(id)
  })
  events.on('job:complete', ({ job }) => held.delete(job.id))
  return held
}

/**
 * The library looks up what its tasks are called in the database with its first fetch, and remembers the
 * answer even where that is an error: from then on each fetch fails. The log alone tells of it.
 */
function firstFetch(events: WorkerEvents, isExpected: boolean) {
  let isAwaited = isExpected
  events.once('localQueue:getJobs:complete', () => {
    isAwaited = false
  })
  let failed: (error: unknown) => void = () => {}
  const failure = new Promise<unknown>((resolve) => {
    failed = (error) => {
      if (isAwaited) resolve(error)
    }
  })
  return { failure, failed }
}

function allStopped(events: WorkerEvents): Promise<void> {
  let atWork = 0
  return new Promise((resolve) => {
    events.on('worker:create', () => {
      atWork += 1
    })
    events.on('worker:stop', () => {
      atWork -= 1
      if (atWork === 0) resolve()
    })
  })
}

async function stopRunner(
  runner: Runner,
  workers: WorkerPool | undefined,
  { deadlineMs, log }: { readonly deadlineMs: number; readonly log: Logger },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs)
  })
  // Already stopped when the database went away; then there is nothing to wait for.
  const stopped = runner.stop().catch(() => {})
  if ((await Promise.race([stopped, deadline])) === 'late') {
    log.warn('jobs did not finish in time; they will be tried again')
    // The runner's own kill() does nothing once it is stopping.
    await Promise.resolve(workers?.forcefulShutdown('the process stops')).catch(() => {})
  }
  clearTimeout(timer)
}
