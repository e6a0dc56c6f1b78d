import { z } from 'zod'

/** What a permission lets its holder do. */
export const permissionActions = ['read', 'write', 'delete', 'admin'] as const

/** Resources a permission can be narrowed to: the plurals of the paths. */
export const permissionResources = [
  'contacts',
  'companies',
  'deals',
  'tasks',
  'meetings',
  'calls',
  'activities',
  'recordings',
  'transcripts',
  'conversations',
  'scorecards',
  'signals',
  'agents',
  'knowledge',
  'web-tools',
  'phone-numbers',
  'jobs',
  'voices',
  'campaigns',
] as const

const everything = permissionActions.map(String)
const narrowed = permissionResources.flatMap((resource) =>
  ['read', 'write', 'delete'].map((action) => `${resource}:${action}`),
)

/** `write` on everything, or `contacts:write` on one resource. */
export const Permission = z
  .enum([...everything, ...narrowed])
  .describe(
    '`read`, `write` (create and change), `delete` or `admin` (all of these, on records of all ' +
      'owners, and managing keys), or one of the first three on one resource: `contacts:write`.',
  )
export type Permission = z.infer<typeof Permission>

/** Requests an hour of each tier. */
export const hourlyLimit = { standard: 1_000, premium: 5_000, enterprise: 10_000 } as const

export const Tier = z
  .enum(['standard', 'premium', 'enterprise'])
  .describe('Requests an hour: standard 1,000, premium 5,000, enterprise 10,000.')
export type Tier = z.infer<typeof Tier>
