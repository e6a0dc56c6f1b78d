import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { embedItem, embedOutdated } from './embed-item.ts'
import { processItem } from './process-item.ts'
import { embedJob, fileJob, processJob } from './queue.ts'

export const knowledgeJobs: readonly Job<Context>[] = [
  job({ ...processJob, handle: processItem }),
  job({ ...embedJob, handle: embedItem }),
  job({
    ...fileJob,
    handle: ({ media }: Context, { workspaceId, itemId: id }) => media.delete({ workspaceId, id }),
  }),
  job({
    name: 'embed-outdated-knowledge',
    schedule: '23 * * * *',
    payload: z.object({}),
    handle: embedOutdated,
  }),
]
