import { z } from 'zod'
import { id, requiredMoment, shownId, shownMoment } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { EventPatterns, KnownEvent, queryEvents } from './event-names.ts'

const DeliveryStatus = z
  .enum(['pending', 'succeeded', 'failed'], 'must be pending, succeeded or failed.')
  .describe('pending: another attempt will be made. failed: none will, unless by hand.')

const DeliveryTrigger = z
  .enum(['event', 'test', 'replay'], 'must be event, test or replay.')
  .describe('Why it was sent.')

export const WebhookDelivery = z.object({
  id: shownId,
  webhook_id: shownId,
  message_id: shownId.describe('The `id` of the event and the `webhook-id` of every attempt.'),
  event: z.string(),
  subject_id: shownId,
  trigger: DeliveryTrigger,
  status: DeliveryStatus,
  attempts: z.int().describe('Made so far, those by hand included.'),
  next_attempt_at: shownMoment
    .nullable()
    .describe('Null when it has ended, or waits for an earlier event of its subject.'),
  sequence: z.int().nullable().describe('Of an endpoint in order: the number in its payload.'),
  last_status: z.int().nullable().describe('HTTP status of the last answer.'),
  last_error: z.string().nullable().describe('Why the last attempt failed, in a word.'),
  created_at: shownMoment,
  completed_at: shownMoment.nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

const ms = z.number().nullable()

export const WebhookAttempt = z.object({
  number: z.int().describe('From 1.'),
  trigger: z.enum(['schedule', 'manual', 'test']),
  succeeded: z.boolean(),
  started_at: shownMoment,
  duration_ms: z.number(),
  timing: z
    .object({ dns_ms: ms, connect_ms: ms, tls_ms: ms, first_byte_ms: ms })
    .describe('Null where an open connection was used, or the step was not reached.'),
  request: z.object({
    headers: z.record(z.string(), z.string()).describe('Without the values that are secret.'),
  }),
  response: z
    .object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.string().describe('Its first 32 KB as text.'),
      cut: z.boolean().describe('Whether there was more.'),
    })
    .nullable()
    .describe('Null when there was no answer.'),
  error: z.string().nullable().describe('Why it failed, in a word.'),
  message: z.string().nullable().describe('Why it failed, in a sentence.'),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const WebhookDeliveryDetail = WebhookDelivery.extend({
  body: z
    .string()
    .nullable()
    .describe('What is signed and sent, to the byte; null when it was deleted.'),
  payload: z.unknown().describe('The same, parsed.'),
  log: z.array(WebhookAttempt).describe('Every attempt, in order.'),
})
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>

export const ListWebhookDeliveries = pageQuery.pick({ limit: true }).extend({
  cursor: id.optional().describe('`pagination.nextCursor` of the page before.'),
  status: DeliveryStatus.optional(),
  event: queryEvents
    .optional()
    .describe('Names separated by commas; `recording.*` for all that begin alike.'),
  trigger: DeliveryTrigger.optional(),
  subject_id: id.optional().describe('What the event is about.'),
  since: requiredMoment.optional(),
  until: requiredMoment.optional(),
})
export type ListWebhookDeliveries = z.infer<typeof ListWebhookDeliveries>

/** What a manual attempt came to. */
export const SentDelivery = z.object({
  delivery_id: shownId,
  message_id: shownId,
  succeeded: z.boolean(),
  attempt: WebhookAttempt,
})
export type SentDelivery = z.infer<typeof SentDelivery>

export const TestDelivery = z.object({
  event: KnownEvent,
  data: z
    .record(z.string(), z.unknown(), 'must be an object.')
    .optional()
    .describe("In place of the catalogue's example."),
})

export const Recovery = z.object({
  since: requiredMoment.describe('Deliveries that failed since then.'),
})

export const Replay = z.object({
  since: requiredMoment.describe('Events from then on, as far back as they are kept.'),
  until: requiredMoment.optional().describe('Default: now.'),
  events: EventPatterns.optional().describe(
    'Only these of the events it subscribes to. Default: all of them.',
  ),
})
export type Replay = z.infer<typeof Replay>

const measured = {
  attempts: z.int(),
  succeeded: z.int(),
  success_rate: z.number().nullable().describe('0 to 1; null without an attempt.'),
  p50_ms: z
    .number()
    .nullable()
    .describe(
      'Half of the attempts took at most this long: an upper estimate, the end of the class of durations they are counted in.',
    ),
  p95_ms: z.number().nullable().describe('The same for 95 of 100.'),
}

export const WebhookStatsQuery = z.object({
  range: z.enum(['24h', '7d', '30d'], 'must be 24h, 7d or 30d.').default('24h'),
})

export const WebhookStats = z.object({
  range: z.enum(['24h', '7d', '30d']),
  since: shownMoment,
  ...measured,
  series: z
    .array(z.object({ start: shownMoment, ...measured }))
    .describe('Per hour for 24h, per day otherwise; in UTC, oldest first.'),
})
export type WebhookStats = z.infer<typeof WebhookStats>
