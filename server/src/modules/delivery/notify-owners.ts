import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Subscriber } from '../../platform/events/event.ts'
import { job, newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import type { Mail, Mailer } from '../../providers/mail/index.ts'
import { selectManagersOf } from './people-queries.ts'

const payload = z.object({
  workspaceId: z.uuid(),
  event: z.enum(['webhook.endpoint.failing', 'webhook.endpoint.disabled']),
  url: z.string(),
  failures: z.number(),
  failingSince: z.string().nullable(),
  reason: z.string().nullable(),
})
type Notice = z.infer<typeof payload>

/** Payload of these events, as far as a mail tells of it. */
const Told = z.object({
  webhook: z.object({
    url: z.string(),
    failures: z.number(),
    failing_since: z.string().nullable(),
    disabled_reason: z.string().nullable(),
  }),
})

/** Owners and admins get a mail when an endpoint fails or is switched off. */
export const mailAboutEndpoints: Subscriber = {
  name: 'webhook-mails',
  events: ['webhook.endpoint.failing', 'webhook.endpoint.disabled'],
  async handle(tx, events) {
    const notices = events.map(({ workspaceId, name, payload: data }) => {
      const { webhook } = Told.parse(JSON.parse(data))
      return newJob(noticeShape, {
        workspaceId,
        event: name as Notice['event'],
        url: webhook.url,
        failures: webhook.failures,
        failingSince: webhook.failing_since,
        reason: webhook.disabled_reason,
      })
    })
    await addJobs(tx, notices)
  },
}

const noticeShape = { name: 'mail-webhook-notice', payload, maxAttempts: 10 }

export function mailNoticeJob(mailer: Mailer) {
  return job({
    ...noticeShape,
    async handle({ db }: Context, notice) {
      for (const { email, workspace } of await selectManagersOf(db, notice.workspaceId)) {
        await mailer.send(mailOf(email, workspace, notice))
      }
    },
  })
}

function mailOf(to: string, workspace: string, notice: Notice): Mail {
  const isEnd = notice.event === 'webhook.endpoint.disabled'
  return {
    to,
    subject: isEnd
      ? `A webhook of ${workspace} was switched off`
      : `A webhook of ${workspace} is failing`,
    text: `Hello,

${isEnd ? endOf(notice) : failingOf(notice)}

The webhook sends to:
${notice.url}

Its log of deliveries shows what was sent and what came back. Once the receiver works again, what
failed can be sent again from there.
`,
  }
}

function failingOf({ failures, failingSince }: Notice): string {
  return `the last ${failures} attempts to deliver an event failed, the first of them at ${failingSince}.
Parley goes on trying; after five days without a success it switches the webhook off.`
}

function endOf({ reason, failingSince }: Notice): string {
  if (reason === 'gone')
    return 'the receiver answered 410 Gone, which means: do not send here again.'
  return `no event could be delivered since ${failingSince}, so the webhook was switched off.`
}
