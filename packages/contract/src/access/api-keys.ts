import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { Permission, Tier } from './permissions.ts'

const moment = z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time.' })
const maxHourlyLimit = 1_000_000

const Name = z
  .string('Must be text.')
  .trim()
  .min(1, 'Must not be empty.')
  .max(100, 'Must be at most 100 characters.')
  .describe('What people call the key.')

const Permissions = z
  .array(Permission)
  .min(1, 'Must hold at least one permission.')
  .max(50)
  .transform((list) => [...new Set(list)])

const RateLimit = z
  .int('Must be a whole number.')
  .min(1, 'Must be at least 1.')
  .max(maxHourlyLimit, `Must be at most ${maxHourlyLimit}.`)
  .describe("Requests an hour, instead of the tier's. Above 1,000 only owners and admins.")

const AllowedAddresses = z
  .array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'Must be an IP address or a CIDR range.'),
  )
  .min(1, 'Must hold at least one address; null allows all.')
  .max(100)
  .describe('IP addresses and CIDR ranges the key may be used from; null means any.')

const LifetimeDays = z
  .int('Must be a whole number.')
  .min(1, 'Must be at least 1.')
  .max(3_650, 'Must be at most 3650.')
  .describe('Days until the key stops working.')

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  key_preview: z.string().describe('"sk_..." and the last four characters.'),
  user_id: z.uuid().describe('Whose key it is; it never does more than this person may.'),
  permissions: z.array(Permission),
  tier: Tier,
  rate_limit: z.int().describe('Requests an hour.'),
  allowed_addresses: z.array(z.string()).nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
  expires_at: z.string().nullable(),
  previous_key_expires_at: z
    .string()
    .nullable()
    .describe('Until when the key from before the last rotation works too.'),
  last_used_at: z.string().nullable().describe('Up to a second late.'),
  revoked_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** A key with its secret: shown once. */
export const NewApiKey = ApiKey.extend({
  api_key: z.string().describe('The key itself. It is shown only here and cannot be read again.'),
  message: z.string(),
})
export type NewApiKey = z.infer<typeof NewApiKey>

export const CreateApiKey = z
  .object({
    name: Name,
    permissions: Permissions,
    tier: Tier.default('standard'),
    rate_limit: RateLimit.nullish(),
    expires_at: moment.nullish().describe('When the key stops working; absent means never.'),
    expires_in_days: LifetimeDays.nullish().describe('Instead of expires_at.'),
    allowed_addresses: AllowedAddresses.nullish(),
  })
  .refine((body) => !(body.expires_at && body.expires_in_days), {
    path: ['expires_in_days'],
    error: 'Send either expires_at or expires_in_days.',
  })
export type CreateApiKey = z.infer<typeof CreateApiKey>

export const UpdateApiKey = z
  .object({
    name: Name,
    permissions: Permissions,
    tier: Tier,
    rate_limit: RateLimit.nullable(),
    expires_at: moment.nullable(),
    allowed_addresses: AllowedAddresses.nullable(),
  })
  .partial()
export type UpdateApiKey = z.infer<typeof UpdateApiKey>

const KeyParams = z.object({ id: z.uuid() })

const PageSize = z.coerce
  .number('Must be a number.')
  .int('Must be a whole number.')
  .min(1, 'Must be at least 1.')
  .transform((limit) => Math.min(limit, 1_000))
  .default(50)
  .describe('Rows on a page; above 1,000 counts as 1,000.')

export const ListApiKeys = z.object({
  limit: PageSize,
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  user_id: z.uuid('Must be a UUID.').optional().describe('Only keys of this person.'),
  status: z.enum(['active', 'expired', 'revoked']).optional(),
})
export type ListApiKeys = z.infer<typeof ListApiKeys>

const counted = {
  requests: z.int(),
  errors: z.int().describe('Replies with a status of 400 or above.'),
  p95_ms: z
    .number()
    .nullable()
    .describe('95 of 100 requests were answered within this; null without any.'),
}

export const ApiKeyUsage = z.object({
  key_id: z.uuid(),
  from: z.string(),
  to: z.string(),
  ...counted,
  last_used_at: z.string().nullable(),
  by_endpoint: z
    .array(z.object({ method: z.string(), route: z.string(), ...counted }))
    .describe('Most requests first.'),
  by_day: z.array(z.object({ day: z.iso.date().describe('In UTC.'), ...counted })),
})
export type ApiKeyUsage = z.infer<typeof ApiKeyUsage>

const UsageQuery = z.object({
  from: moment.optional().describe('Default: seven days before `to`.'),
  to: moment.optional().describe('Default: now.'),
})

/** What the real Sixty takes and answers, which is not in an envelope. */
const SixtyKey = z.object({
  id: z.uuid(),
  api_key: z.string(),
  key_preview: z.string(),
  name: z.string(),
  permissions: z.array(Permission),
  rate_limit: z.int(),
  expires_at: z.string().nullable(),
  created_at: z.string(),
  message: z.string(),
})

const tag = 'API keys'
const common = {
  tag,
  access: 'key',
  description:
    'Needs a session or a key with `admin`. Owners and admins reach all keys of the workspace, others their own.',
} as const

export const apiKeyEndpoints = {
  list: endpoint({
    ...common,
    id: 'listApiKeys',
    method: 'GET',
    path: '/functions/v1/api-keys',
    summary: 'List API keys, newest first',
    query: ListApiKeys,
    reply: listOf(ApiKey),
  }),
  create: endpoint({
    ...common,
    id: 'createApiKey',
    method: 'POST',
    path: '/functions/v1/api-keys',
    summary: 'Create an API key',
    body: CreateApiKey,
    reply: dataOf(NewApiKey),
    status: 201,
    secretReply: true,
    errors: ['CONFLICT'],
  }),
  get: endpoint({
    ...common,
    id: 'getApiKey',
    method: 'GET',
    path: '/functions/v1/api-keys/:id',
    summary: 'Read one API key',
    params: KeyParams,
    reply: dataOf(ApiKey),
    errors: ['API_KEY_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateApiKey',
    method: 'PATCH',
    path: '/functions/v1/api-keys/:id',
    summary: 'Change an API key',
    params: KeyParams,
    body: UpdateApiKey,
    reply: dataOf(ApiKey),
    errors: ['API_KEY_NOT_FOUND'],
  }),
  remove: endpoint({
    ...common,
    id: 'deleteApiKey',
    method: 'DELETE',
    path: '/functions/v1/api-keys/:id',
    summary: 'Revoke an API key and forget it',
    params: KeyParams,
    reply: dataOf(z.object({ id: z.uuid(), deleted: z.literal(true) })),
    errors: ['API_KEY_NOT_FOUND'],
  }),
  rotate: endpoint({
    ...common,
    id: 'rotateApiKey',
    method: 'POST',
    path: '/functions/v1/api-keys/:id/rotate',
    summary: 'Replace the secret of one of your own keys',
    description:
      'The old secret keeps working for overlap_hours, so that programs can be changed over.',
    params: KeyParams,
    body: z.object({
      overlap_hours: z
        .number('Must be a number.')
        .min(0, 'Must be at least 0.')
        .max(168, 'Must be at most 168.')
        .default(24)
        .describe('Hours the old secret keeps working: 0 to 168.'),
    }),
    reply: dataOf(NewApiKey),
    secretReply: true,
    errors: ['API_KEY_NOT_FOUND', 'CONFLICT'],
  }),
  revoke: endpoint({
    ...common,
    id: 'revokeApiKey',
    method: 'POST',
    path: '/functions/v1/api-keys/:id/revoke',
    summary: 'Revoke an API key for good',
    params: KeyParams,
    reply: dataOf(ApiKey),
    errors: ['API_KEY_NOT_FOUND'],
  }),
  usage: endpoint({
    ...common,
    id: 'getApiKeyUsage',
    method: 'GET',
    path: '/functions/v1/api-keys/:id/usage',
    summary: 'Count the requests of an API key',
    description: 'From the request log, which goes back 30 days unless configured otherwise.',
    params: KeyParams,
    query: UsageQuery,
    reply: dataOf(ApiKeyUsage),
    errors: ['API_KEY_NOT_FOUND'],
  }),
  createAsSixty: endpoint({
    ...common,
    id: 'createApiKeyAsSixty',
    method: 'POST',
    path: '/functions/v1/create-api-key',
    summary: 'Create an API key, as Sixty does',
    description:
      'The same fields stand beside `data` as in it, because clients of Sixty read them there.',
    body: z.object({
      name: Name,
      permissions: Permissions,
      rate_limit: RateLimit.default(1_000),
      expires_in_days: LifetimeDays.nullish(),
    }),
    reply: SixtyKey.extend({ data: SixtyKey, error: z.null() }),
    status: 201,
    secretReply: true,
    errors: ['CONFLICT'],
  }),
} as const
