import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import {
  measureConversations,
  measureOutdated,
  remeasureWorkspace,
} from './measure-conversation.ts'
import { measureJob, remeasureJob } from './queue.ts'

export const metricJobs: readonly Job<Context>[] = [
  job({ ...measureJob, handle: measureConversations }),
  job({ ...remeasureJob, handle: remeasureWorkspace }),
  job({
    name: 'measure-outdated',
    schedule: '17 * * * *',
    payload: z.object({}),
    handle: measureOutdated,
  }),
]
