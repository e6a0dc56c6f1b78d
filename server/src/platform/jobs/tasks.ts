import type { TaskList } from 'graphile-worker'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Job } from './job.ts'

export type WorkerParts<Context> = {
  readonly context: Context
  readonly db: Database
  readonly log: Logger
  readonly metrics: Metrics
  readonly jobs: readonly Job<Context>[]
  /** Further channels heard on the queue's listening connection. */
  readonly hear?: readonly Heard[]
  /** How often it is looked for jobs that nobody works on any more, in milliseconds; 30,000 unless said. */
  readonly lostEveryMs?: number
}

type Heard = { readonly channel: string; readonly notified: () => void }

/** The jobs as the queue library runs them, each with its line in the log and its time. */
export function tasksOf<Context>({ context, jobs, log, metrics }: WorkerParts<Context>): TaskList {
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
