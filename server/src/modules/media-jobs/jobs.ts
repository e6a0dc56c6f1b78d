import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import { deleteFile } from './media-file.ts'
import { purgeEnded } from './purge.ts'
import { fileJob, runJob, tellJob } from './queue.ts'
import { runMediaJob } from './run-job.ts'
import { tellWebhook } from './tell-webhook.ts'

export function mediaJobs({ config }: Context): readonly Job<Context>[] {
  return [
    job({ ...runJob, handle: runMediaJob }),
    job({ ...tellJob, handle: tellWebhook }),
    job({ ...fileJob, handle: deleteFile }),
    retentionJob({
      name: 'purge-media-jobs',
      schedule: '53 3 * * *',
      keepDays: config.jobRetentionDays,
      purge: purgeEnded,
    }),
  ]
}
