import type { Context } from '../../context.ts'
import { deleteOldEvents } from '../../platform/events/queries.ts'
import type { Job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'

const keepEventsDays = 30
/** Deleted in one statement; some tens of milliseconds. */
const batchSize = 5_000

const purgeEvents = retentionJob<Context>({
  name: 'purge-events',
  schedule: '47 2 * * *',
  keepDays: keepEventsDays,
  purge: ({ db }, before) => deleteOldEvents(db, before, batchSize),
})

export const systemJobs: readonly Job<Context>[] = [purgeEvents]
