import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { measureConversation, remeasureWorkspace } from './measure-conversation.ts'
import { measureJob, remeasureJob } from './queue.ts'

export const metricJobs: readonly Job<Context>[] = [
  job({ ...measureJob, handle: measureConversation }),
  job({ ...remeasureJob, handle: remeasureWorkspace }),
]
