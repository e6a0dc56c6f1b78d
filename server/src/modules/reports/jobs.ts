import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import type { Mailer } from '../../providers/mail/index.ts'
import { rebuildJob, updateJob } from './queue.ts'
import { rebuildReports, repairReports, updateReports } from './roll-up.ts'
import { weeklyMailJobs } from './weekly-mail.ts'

export function reportJobs(mailer: Mailer): readonly Job<Context>[] {
  return [
    job({ ...updateJob, handle: updateReports }),
    job({ ...rebuildJob, handle: rebuildReports }),
    job({
      name: 'repair-reports',
      schedule: '23 2 * * *',
      payload: z.object({}),
      handle: repairReports,
    }),
    ...weeklyMailJobs(mailer),
  ]
}
