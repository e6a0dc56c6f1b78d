import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import type { Mailer } from '../../providers/mail/index.ts'
import { mailNoticeJob } from './notify-owners.ts'
import { replayJob } from './replay.ts'
import { deleteOldDeliveries, expungeBodies } from './retention-queries.ts'

const expungeJob = job({
  name: 'expunge-webhook-bodies',
  // After the records themselves are gone.
  schedule: '37 3 * * *',
  payload: z.object({}),
  async handle({ db }: Context, _payload, { signal }) {
    while ((await expungeBodies(db)) > 0) signal.throwIfAborted()
  },
})

export function deliveryJobs({ config }: Context, mailer: Mailer): readonly Job<Context>[] {
  return [
    replayJob,
    mailNoticeJob(mailer),
    expungeJob,
    retentionJob({
      name: 'purge-webhook-deliveries',
      schedule: '47 3 * * *',
      keepDays: config.webhookRetentionDays,
      purge: ({ db }: Context, before) => deleteOldDeliveries(db, before),
    }),
  ]
}
