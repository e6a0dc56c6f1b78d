import { z } from 'zod'
import { Permission, Tier } from '../access/permissions.ts'
import { eventType } from './event-type.ts'

const key = {
  id: z.uuid(),
  name: z.string(),
  key_preview: z.string().describe('"sk_..." and the last four characters; never the key itself.'),
  user_id: z.uuid().describe('Whose key it is.'),
}

const example = {
  id: '0197f3c2-6f1a-7c3e-9d52-3b1f0a6f4e21',
  name: 'Nightly import',
  key_preview: 'sk_...x7Qa',
  user_id: '0197f3c1-02d4-7b8a-8a6f-5e9b8c1d2f30',
}

/** What happens to API keys. Declared with `eventType`. */
export const accessEvents = [
  eventType({
    name: 'api_key.created',
    description: 'An API key was made.',
    data: z.object({
      ...key,
      permissions: z.array(Permission),
      tier: Tier,
      rate_limit: z.int().describe('Requests an hour.'),
      expires_at: z.string().nullable(),
      created_at: z.string(),
    }),
    example: {
      ...example,
      permissions: ['read', 'contacts:write'],
      tier: 'standard',
      rate_limit: 1000,
      expires_at: null,
      created_at: '2026-03-02T09:30:00.000Z',
    },
  }),
  eventType({
    name: 'api_key.revoked',
    description:
      'An API key stopped working for good, because somebody revoked or deleted it or because its user was removed from the workspace.',
    data: z.object({ ...key, revoked_at: z.string() }),
    example: { ...example, revoked_at: '2026-04-01T12:00:00.000Z' },
  }),
] as const
