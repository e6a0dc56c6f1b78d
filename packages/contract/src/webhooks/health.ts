import { z } from 'zod'
import { shownMoment } from '../fields.ts'

/** What becomes of the events of an endpoint at the moment. */
export const WebhookStatus = z
  .enum(['active', 'failing', 'paused', 'off', 'disabled'])
  .describe(
    'active: events are delivered. failing: they are tried, but the last attempt failed. paused: they are kept back until somebody resumes. off: a person switched it off. disabled: the system did, as disabled_reason says.',
  )
export type WebhookStatus = z.infer<typeof WebhookStatus>

/** How deliveries to an endpoint went of late. */
export const webhookHealth = {
  status: WebhookStatus,
  disabled_reason: z
    .enum(['failing', 'gone'])
    .nullable()
    .describe('failing: days without a success. gone: it answered 410 Gone.'),
  failures: z.int().describe('Attempts that failed since the last success.'),
  failing_since: shownMoment.nullable().describe('When the first of these failed.'),
  last_success_at: shownMoment.nullable(),
  last_failure_at: shownMoment.nullable(),
  parked_until: shownMoment
    .nullable()
    .describe('After many failures only one attempt at a time is made, the next one then.'),
}
