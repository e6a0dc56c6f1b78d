import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { listOf } from '../envelope.ts'

export const ApiRequest = z.object({
  id: z.uuid(),
  occurred_at: z.string(),
  method: z.string(),
  route: z.string().describe('With the names of its parameters, not their values.'),
  status: z.int(),
  duration_ms: z.number(),
  key_id: z.uuid().nullable().describe('Null for a signed-in person.'),
  user_id: z.uuid().nullable(),
  address: z.string().nullable(),
  user_agent: z.string().nullable().describe('Its first 200 characters.'),
})
export type ApiRequest = z.infer<typeof ApiRequest>

const moment = z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time.' })

export const ListApiRequests = z.object({
  limit: z.coerce
    .number('Must be a number.')
    .int('Must be a whole number.')
    .min(1, 'Must be at least 1.')
    .transform((limit) => Math.min(limit, 1_000))
    .default(50),
  cursor: z.uuid('Must be the nextCursor of the page before.').optional(),
  status: z
    .string()
    .regex(/^[1-5](xx|\d\d)$/, 'Must be a status such as 429, or a class such as 4xx.')
    .optional()
    .describe('`429`, or `4xx` for the whole class.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  route: z.string().max(200).optional().describe('Exactly as in the reply.'),
  key_id: z.uuid('Must be a UUID.').optional(),
  since: moment.optional(),
  until: moment.optional(),
})
export type ListApiRequests = z.infer<typeof ListApiRequests>

export const apiRequestEndpoints = {
  list: endpoint({
    id: 'listApiRequests',
    method: 'GET',
    path: '/functions/v1/api-requests',
    tag: 'API keys',
    summary: 'Read the log of calls, newest first',
    description:
      'Calls by callers of this workspace, up to a second late; bodies and queries are not logged. Page with the cursor; there is no total.',
    access: 'key',
    scope: 'admin',
    query: ListApiRequests,
    reply: listOf(ApiRequest),
  }),
} as const
