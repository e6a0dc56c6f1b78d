import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { cancelJob, cancelOthers } from './cancel-waiting.ts'
import { retryJob, retryOthers } from './retry-failed.ts'

export const campaignJobs: readonly Job<Context>[] = [
  job({ ...cancelJob, handle: cancelOthers }),
  job({ ...retryJob, handle: retryOthers }),
]
