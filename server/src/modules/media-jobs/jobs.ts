import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { deleteFile } from './media-file.ts'
import { fileJob, runJob, tellJob } from './queue.ts'
import { runMediaJob } from './run-job.ts'
import { tellWebhook } from './tell-webhook.ts'

export const mediaJobs: readonly Job<Context>[] = [
  job({ ...runJob, handle: runMediaJob }),
  job({ ...tellJob, handle: tellWebhook }),
  job({ ...fileJob, handle: deleteFile }),
]
