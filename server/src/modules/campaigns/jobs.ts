import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { cancelJob, cancelOthers } from './cancel-waiting.ts'

export const campaignJobs: readonly Job<Context>[] = [job({ ...cancelJob, handle: cancelOthers })]
