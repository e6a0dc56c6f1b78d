import { mailLanguages } from '@parley/contract'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { type Job, job, newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import type { Mailer } from '../../providers/mail/index.ts'
import { selectRecipients, takeDueMails } from './mail-queries.ts'
import { weeklyMail } from './mail-text-rules.ts'
import { addDays } from './range-rules.ts'
import { getRepsReport, getTeamReport } from './team.ts'

const payload = z.object({
  workspaceId: z.uuid(),
  userId: z.uuid(),
  email: z.string(),
  workspace: z.string(),
  // Mails that were queued by an older release name none.
  language: z.enum(mailLanguages).default('en'),
  /** The day it is due: the seven days before it are told. */
  day: z.iso.date(),
})
type Weekly = z.infer<typeof payload>

const sendShape = { name: 'mail-weekly-report', payload, maxAttempts: 10 } as const

/** A job for each recipient, so that one bad address keeps no mail from the others. */
const takeJob = job({
  name: 'take-weekly-reports',
  // Zones differ by quarters of an hour.
  schedule: '*/15 * * * *',
  payload: z.object({}),
  async handle(context: Context) {
    await context.db.transaction(async (tx) => {
      const due = await takeDueMails(tx, context.now())
      const days = new Map(due.map(({ workspaceId, day }) => [workspaceId, day]))
      const recipients = await selectRecipients(tx, [...days.keys()])
      await addJobs(
        tx,
        recipients.map((one) =>
          newJob(sendShape, { ...one, day: days.get(one.workspaceId) ?? '' }),
        ),
      )
    })
  },
})

export function weeklyMailJobs(mailer: Mailer): readonly Job<Context>[] {
  return [
    takeJob,
    job({
      ...sendShape,
      async handle(context: Context, weekly) {
        await mailer.send(await mailOf(context, weekly))
      },
    }),
  ]
}

async function mailOf(context: Context, weekly: Weekly) {
  const { workspaceId, userId, email, workspace, language, day } = weekly
  const reader: Principal = {
    workspaceId,
    userId,
    keyId: undefined,
    role: 'manager',
    scopes: new Set(['read']),
    seesAllRows: true,
  }
  const asked = { period: 'custom', from: addDays(day, -7), to: addDays(day, -1) } as const
  const [team, reps] = await Promise.all([
    getTeamReport(context, reader, asked),
    getRepsReport(context, reader, asked),
  ])
  return { to: email, ...weeklyMail({ workspace, language, team, reps }) }
}
