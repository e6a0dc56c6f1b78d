import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import { purgeIdempotencyKeys } from './idempotency.ts'
import { purgeRequestLog } from './request-log.ts'

const keepRequestsDays = 30

export const accessJobs: readonly Job<Context>[] = [
  retentionJob({
    name: 'purge-request-log',
    schedule: '17 3 * * *',
    keepDays: keepRequestsDays,
    purge: purgeRequestLog,
  }),
  job({
    name: 'purge-idempotency-keys',
    schedule: '37 * * * *',
    payload: z.object({}),
    async handle(context: Context) {
      await purgeIdempotencyKeys(context)
    },
  }),
]
