import type { Context } from '../../context.ts'
import type { Job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import { purgeDeleted } from './keep.ts'
import { meetingMomentsJob } from './meeting-moments.ts'

/** How long a deletion can be undone. */
const keepDeletedDays = 30

export const crmJobs: readonly Job<Context>[] = [
  meetingMomentsJob,
  retentionJob({
    name: 'purge-deleted-records',
    schedule: '7 3 * * *',
    keepDays: keepDeletedDays,
    purge: purgeDeleted,
  }),
]
