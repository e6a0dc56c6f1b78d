import { z } from 'zod'
import { text } from '../fields.ts'

export const jobTypes = ['TRANSCRIPTION', 'TRANSLATION', 'TTS', 'AI_CONTENT', 'VOICE_AGENTS'] as const
export const JobType = z
  .enum(jobTypes)
  .describe('VOICE_AGENTS is a call; nothing makes TRANSLATION jobs.')
export type JobType = z.infer<typeof JobType>

export const jobStatuses = [
  'PENDING',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'NO_ANSWER',
  'FORWARDED',
  'TERMINATED',
] as const
export const JobStatus = z.enum(jobStatuses).describe('The last three are of calls.')
export type JobStatus = z.infer<typeof JobStatus>

/** Web addresses: which hosts may be reached is decided by the server. */
export const webAddress = z
  .string({ error: (issue) => (issue.input === undefined ? 'is required.' : 'must be text.') })
  .trim()
  .max(2_000, 'must be at most 2000 characters.')
  .refine((value) => URL.canParse(value) && /^https?:/i.test(value), 'must be a web address.')
  .meta({ openapi: { type: 'string', format: 'uri', maxLength: 2_000 } })

export const WebhookAuth = z
  .looseObject({
    authKey: z.string('must be text.').max(200).nullish().describe('Such as `Bearer`.'),
    authSecret: z.string('must be text.').max(4_000).nullish(),
  })
  .describe(
    'Sent as `Authorization: authKey authSecret`; a secret that begins with a scheme, such as `Bearer …`, is sent alone.',
  )
export type WebhookAuth = z.infer<typeof WebhookAuth>

/** Where the finished job is posted to. */
export const webhookFields = {
  webhookUrl: webAddress
    .or(z.literal('').transform(() => undefined))
    .nullish()
    .describe('The finished job is posted here, with retries.'),
  webhookAuth: WebhookAuth.nullish(),
}

/** `en` of `en`, `EN` and `en-US` alike. */
export const languageCode = z
  .string('must be a language such as en.')
  .trim()
  .regex(/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i, 'must be a language such as en or ar.')
  .transform((value) => (value.split(/[-_]/)[0] ?? value).toLowerCase())
  .meta({ openapi: { type: 'string', pattern: '^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$' } })

export const title = text(500)

export const processingType = z
  .enum(['async', 'sync'], 'must be async or sync.')
  .default('async')
  .describe('`sync` waits up to 25 seconds for the end before it answers.')
export type ProcessingType = z.infer<typeof processingType>
