import { z } from 'zod'
import { flag, id, optionalText, queryFlag, shownId, shownMoment, text } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { EventPatterns } from './event-names.ts'
import { webhookHealth } from './health.ts'

/** The newest form of the payload, and so far the only one. */
export const payloadVersion = '2026-11-01'

const dayS = 86_400

/** The ten attempts of Standard Webhooks: at once, and then after these seconds. */
const standardSchedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
/** The whole schedule takes 75 h 35 min 5 s, and up to a fifth more by its jitter. */
const standardMaxAgeS = 388_800
/** What an endpoint has whose owner says nothing of retries. */
export const standardRetries = { schedule: standardSchedule, max_age: standardMaxAgeS } as const

const wholeNumber = 'must be a whole number.'

const Schedule = z
  .array(
    z
      .int(wholeNumber)
      .min(1, 'must be at least 1 second.')
      .max(7 * dayS, 'must be at most 7 days.'),
    'must be a list of seconds.',
  )
  .max(20, 'must have at most 20 entries.')
  .describe(
    'Seconds to wait after the first attempt, after the second, and so on; up to a fifth is added at random.',
  )

const MaxAge = z
  .int(wholeNumber)
  .min(1, 'must be at least 1 second.')
  .max(30 * dayS, 'must be at most 30 days.')
  .describe('Seconds after the first attempt at which no further one is made.')

export const RetryPolicy = z.object({ schedule: Schedule, max_age: MaxAge })
export type RetryPolicy = z.infer<typeof RetryPolicy>

const WantedRetryPolicy = z.object({
  schedule: Schedule.default(standardSchedule),
  max_age: MaxAge.default(standardMaxAgeS),
})

const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()])

/** What is wrong with an object: with one of its names, or that it is none. */
const objectError = (name: string) => ({
  error: ({ code }: { readonly code?: string | undefined }) =>
    code === 'invalid_key' ? name : 'must be an object of names and values.',
})

/** Compared with fields of an event's data. */
export const Conditions = z
  .record(
    z
      .string()
      .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/i)
      .max(100),
    z.union(
      [scalar, z.array(scalar).min(1).max(100)],
      'must be text, a number, true, false or null, or a list of 1 to 100 of these.',
    ),
    objectError('is no name of a field, such as owner_id or recording.owner_id.'),
  )
  .refine((fields) => Object.keys(fields).length <= 20, 'must have at most 20 fields.')
  .describe(
    'Fields of `data` and the value each must have, or a list of which it must have one; all must hold. `owner_id` is looked for in `data` and in the objects that `data` holds, such as `data.recording`, and must be in one of them alone; `recording.owner_id` only there. Events without the field are left out.',
  )
export type Conditions = z.infer<typeof Conditions>

const base64Secret = /^whsec_[A-Za-z0-9+/]+={0,2}$/
/** 24 to 64 bytes in base64, with or without padding. */
const base64Lengths = { min: 32, max: 86 }

function isSecret(secret: string): boolean {
  if (!secret.startsWith('whsec_')) return /^[\x20-\x7e]{16,256}$/.test(secret)
  const digits = secret.slice(6).replace(/=+$/, '').length
  return (
    base64Secret.test(secret) &&
    digits % 4 !== 1 &&
    digits >= base64Lengths.min &&
    digits <= base64Lengths.max
  )
}

export const WebhookSecret = z
  .string('must be text.')
  .refine(
    isSecret,
    'must be whsec_ and 24 to 64 bytes in base64, or 16 to 256 printable ASCII characters.',
  )
  .describe(
    '`whsec_` and 24 to 64 bytes in base64; any other 16 to 256 printable ASCII characters are used as they are.',
  )

/** Set by the delivery itself, or by the connection. */
const ownHeaders =
  /^(host|connection|keep-alive|transfer-encoding|upgrade|te|trailer|expect|user-agent|content-.*|proxy-.*|webhook-.*|x-webhook-signature.*)$/i

/** Stands for a value that is not shown, and in a change for the one it has. */
export const hiddenValue = '***'

const WebhookHeaders = z
  .record(
    z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/)
      .refine((name) => !ownHeaders.test(name)),
    z
      .string('must hold text.')
      .max(2_000, 'must hold at most 2000 characters each.')
      .regex(/^[\x20-\x7e]*$/, 'must hold printable ASCII characters.'),
    objectError('is no name of a header, or of one that cannot be set.'),
  )
  .refine((headers) => Object.keys(headers).length <= 20, 'must have at most 20 headers.')
  .refine(
    (headers) =>
      new Set(Object.keys(headers).map((name) => name.toLowerCase())).size ===
      Object.keys(headers).length,
    'has a header twice.',
  )
  .describe('Sent with every delivery. Their values are never shown again.')

const Url = text(2_048).describe(
  'An https address that everybody can reach, or one that the operator allows with OUTBOUND_ALLOW.',
)
const RateLimit = z
  .int(wholeNumber)
  .min(1, 'must be at least 1.')
  .max(1_000, 'must be at most 1000.')
  .nullable()
  .describe('Deliveries begun per second; null for as many as come.')
const MaxConcurrency = z
  .int(wholeNumber)
  .min(1, 'must be at least 1.')
  .max(100, 'must be at most 100.')
  .describe('Deliveries under way at once.')
const Fifo = flag.describe(
  'Events of one subject strictly in order, each after the one before succeeded or was given up, with `sequence` in the payload. A failing event then holds up those after it.',
)
const PayloadVersion = z.enum([payloadVersion], `must be ${payloadVersion}.`)
const IsActive = flag.describe(
  'Off: events of the meantime are not kept for it, but can be replayed. On again: its health begins anew.',
)

export const NewWebhook = z.object({
  url: Url,
  description: optionalText(500),
  events: EventPatterns,
  filters: Conditions.default({}),
  secret: WebhookSecret.optional().describe('Absent: one is made.'),
  is_active: IsActive.default(true),
  retry_policy: WantedRetryPolicy.prefault({}),
  headers: WebhookHeaders.default({}),
  rate_limit: RateLimit.default(null),
  max_concurrency: MaxConcurrency.default(32),
  fifo: Fifo.default(false),
  payload_version: PayloadVersion.default(payloadVersion),
})
export type NewWebhook = z.infer<typeof NewWebhook>

/** Without its secret, which `rotate-secret` changes. */
export const WebhookChanges = z
  .object({
    url: Url,
    description: optionalText(500),
    events: EventPatterns,
    filters: Conditions,
    is_active: IsActive,
    retry_policy: RetryPolicy.partial(),
    headers: WebhookHeaders.describe(
      `All of them, in place of those before; ${hiddenValue} keeps the value a header has.`,
    ),
    rate_limit: RateLimit,
    max_concurrency: MaxConcurrency,
    fifo: Fifo,
    payload_version: PayloadVersion,
  })
  .partial()
export type WebhookChanges = z.infer<typeof WebhookChanges>

export const Webhook = z.object({
  id: shownId,
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  filters: z.record(z.string(), z.unknown()),
  is_active: z.boolean(),
  retry_policy: RetryPolicy,
  headers: z.record(z.string(), z.string()).describe(`Values are shown as ${hiddenValue}.`),
  rate_limit: z.int().nullable(),
  max_concurrency: z.int(),
  fifo: z.boolean(),
  payload_version: z.string(),
  previous_secret_until: shownMoment
    .nullable()
    .describe('Until when deliveries are signed with the secret from before the rotation too.'),
  ...webhookHealth,
  disabled_at: shownMoment.nullable(),
  paused_at: shownMoment.nullable(),
  created_by: shownId.nullable(),
  created_at: shownMoment,
  updated_at: shownMoment,
})
export type Webhook = z.infer<typeof Webhook>

export const WebhookWithSecret = Webhook.extend({
  secret: z.string().describe('Shown only here; it cannot be read again.'),
})
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>

export const SecretRotation = z.object({
  secret: WebhookSecret.optional().describe('Absent: one is made.'),
  overlap_hours: z
    .number('must be a number.')
    .min(0, 'must be at least 0.')
    .max(168, 'must be at most 168.')
    .default(24)
    .describe('Hours in which deliveries are signed with the old secret too: 0 to 168.'),
})

export const ListWebhooks = pageQuery.extend({
  cursor: id.optional().describe('`pagination.nextCursor` of the page before.'),
  is_active: queryFlag.optional(),
})
export type ListWebhooks = z.infer<typeof ListWebhooks>
