import type { Context } from '../../context.ts'
import type { Job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import { purgeBodies } from './inbound-queries.ts'

/** How long what the doors were sent can be looked at. */
const keepBodiesDays = 30

export const conversationJobs: readonly Job<Context>[] = [
  retentionJob({
    name: 'purge-inbound-bodies',
    schedule: '23 3 * * *',
    keepDays: keepBodiesDays,
    purge: ({ db }, before) => purgeBodies(db, before),
  }),
]
