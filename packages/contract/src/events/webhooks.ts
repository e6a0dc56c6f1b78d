import { z } from 'zod'
import { webhookHealth } from '../webhooks/health.ts'
import { eventType } from './event-type.ts'

const ToldWebhook = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  url: z.string(),
  description: z.string().nullable(),
  ...webhookHealth,
})

const data = z.object({ webhook: ToldWebhook })

const failing = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f61',
  url: 'https://hooks.lumen.example/parley',
  description: 'Order desk',
  status: 'failing',
  disabled_reason: null,
  failures: 4,
  failing_since: '2026-03-02T09:15:00.000Z',
  last_success_at: '2026-03-02T09:10:00.000Z',
  last_failure_at: '2026-03-02T09:20:05.000Z',
  parked_until: null,
} as const

/** What happens to webhooks themselves. */
export const webhookEvents = [
  eventType({
    name: 'webhook.endpoint.failing',
    description:
      'The fourth attempt in a row failed, or half of the time is over after which a failing endpoint is disabled.',
    data,
    example: { webhook: failing },
  }),
  eventType({
    name: 'webhook.endpoint.disabled',
    description: 'An endpoint failed for days, or answered 410 Gone, and was switched off.',
    data,
    example: {
      webhook: {
        ...failing,
        status: 'disabled',
        disabled_reason: 'failing',
        failures: 61,
        last_failure_at: '2026-03-07T09:20:05.000Z',
      },
    },
  }),
  eventType({
    name: 'webhook.endpoint.recovered',
    description: 'An endpoint that was announced as failing took an event again.',
    data,
    example: {
      webhook: {
        ...failing,
        status: 'active',
        failures: 0,
        failing_since: null,
        last_success_at: '2026-03-02T11:20:00.000Z',
      },
    },
  }),
  eventType({
    name: 'message.exhausted',
    description: 'The last attempt to deliver an event failed; it can be sent again by hand.',
    data: z.object({
      message: z.object({
        id: z.uuid().describe('The `id` of the event that was not delivered.'),
        event: z.string(),
        webhook_id: z.uuid(),
        delivery_id: z.uuid(),
        attempts: z.int(),
        last_status: z.int().nullable().describe('HTTP status; null when there was no answer.'),
        last_error: z.string().nullable().describe('Why the last attempt failed, in a word.'),
      }),
    }),
    example: {
      message: {
        id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f62',
        event: 'deal.stage_changed',
        webhook_id: failing.id,
        delivery_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f63',
        attempts: 10,
        last_status: 503,
        last_error: 'status',
      },
    },
  }),
] as const
