import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

export const Health = z.object({
  status: z.literal('ok'),
  checks: z
    .record(z.string(), z.literal('ok'))
    .describe('What was checked: `database` and `migrations` when asked for readiness.'),
})
export type Health = z.infer<typeof Health>

const tag = 'System'

export const getLiveness = endpoint({
  id: 'getLiveness',
  method: 'GET',
  path: '/health/live',
  tag,
  summary: 'Whether the process runs',
  description: 'Answers as long as the process can answer at all; restart it when it does not.',
  access: 'none',
  reply: Health,
})

export const getReadiness = endpoint({
  id: 'getReadiness',
  method: 'GET',
  path: '/health/ready',
  tag,
  summary: 'Whether requests can be served',
  description:
    'Checks that the database answers within a second and has every migration of this version. ' +
    'Otherwise 503, with what failed in `details.checks`; send no requests until it answers 200.',
  access: 'none',
  reply: Health,
  errors: ['SERVICE_UNAVAILABLE'],
})
