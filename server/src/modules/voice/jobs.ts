import { z } from 'zod'
import type { Context } from '../../context.ts'
import { job, type Job } from '../../platform/jobs/job.ts'
import { deleteExpired } from './queries.ts'
import { salvageRecordings } from './salvage-recordings.ts'

/** A page connects within two minutes, and a token works for five. */
const keepMs = 60 * 60_000

const purgeCallTokens = job({
  name: 'purge-call-tokens',
  payload: z.object({}),
  schedule: '23 * * * *',
  async handle({ db, now }: Context) {
    await deleteExpired(db, new Date(now().getTime() - keepMs))
  },
})

const salvageCallRecordings = job({
  name: 'salvage-call-recordings',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  handle: (context: Context) => salvageRecordings(context),
})

export const liveCallJobs: readonly Job<Context>[] = [purgeCallTokens, salvageCallRecordings]
