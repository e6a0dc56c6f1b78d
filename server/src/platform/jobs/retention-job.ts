import { z } from 'zod'
import { type Job, job } from './job.ts'

const dayMs = 86_400_000

export type Retention<Context> = {
  /** Imperative, such as `purge-deleted-records`. */
  readonly name: string
  /** Cron pattern in UTC; spread them over the night. */
  readonly schedule: string
  /** Whole days (parts are fine) that a row is kept. */
  readonly keepDays: number
  /** Deletes one batch of what is from before `before`, and answers how many rows; 0 ends the job. */
  readonly purge: (context: Context, before: Date) => Promise<number>
}

/** A recurring job that deletes what is old, batch by batch, so that no transaction is long. */
export function retentionJob<Context extends { readonly now: () => Date }>({
  name,
  schedule,
  keepDays,
  purge,
}: Retention<Context>): Job<Context> {
  return job({
    name,
    schedule,
    payload: z.object({}),
    async handle(context: Context, _payload, { signal }) {
      const before = new Date(context.now().getTime() - keepDays * dayMs)
      while ((await purge(context, before)) > 0) signal.throwIfAborted()
    },
  })
}
