import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { EventEnvelope } from './envelope.ts'
import { queryEvents } from './event-names.ts'

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}.`)
    .transform(Number)
    .refine(
      (value) => value >= least && value <= most,
      `must be a whole number from ${least} to ${most}.`,
    )

/** How long a request of the feed may be held. */
export const longestWaitS = 25

export const PollEvents = z.object({
  after: z
    .string()
    .max(4_000, 'is not one of ours.')
    .optional()
    .describe(
      '`next_cursor` of the answer before. Absent: from the oldest event kept. `now`: nothing yet, and a cursor for what comes from now on.',
    ),
  limit: whole(1, 1_000)
    .default(100)
    .meta({ openapi: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 } })
    .describe('Events in an answer: 1 to 1000, default 100.'),
  events: queryEvents
    .optional()
    .describe('Names separated by commas; `recording.*` for all that begin alike. Default: all.'),
  wait: whole(0, longestWaitS)
    .default(0)
    .meta({ openapi: { type: 'integer', minimum: 0, maximum: longestWaitS, default: 0 } })
    .describe('Seconds to hold the request until there is an event: 0 to 25, default 0.'),
})
export type PollEvents = z.infer<typeof PollEvents>

export const feedEndpoints = {
  poll: endpoint({
    id: 'pollEvents',
    method: 'GET',
    path: '/functions/v1/events',
    tag: 'Webhooks',
    summary: 'Events of the workspace since a cursor',
    description:
      'As webhooks would get them, in an order that keeps that of each subject, 30 days back unless configured otherwise. An event that was committed before the answer is in it or in a later one: none is skipped. For managers, admins and owners, and keys with `admin`.',
    access: 'key',
    scope: 'read',
    query: PollEvents,
    reply: z.object({
      data: z.array(EventEnvelope),
      error: z.null(),
      next_cursor: z.string().describe('Pass it as `after`. Present even when nothing came.'),
      has_more: z.boolean().describe('Whether more wait: ask again at once.'),
    }),
  }),
} as const
