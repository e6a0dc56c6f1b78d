import { z } from 'zod'
import { shownId, shownMoment, text } from '../fields.ts'
import { ShownTimeRange, TimeRange } from './hours.ts'
import { callOutcomes, recipientStatuses, RetryPlan, skipReasons } from './outcomes.ts'
import { Recipient, RecipientImport, recipientLimits, SentRecipient } from './recipients.ts'

export const campaignStatuses = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'PAUSED',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
] as const
export const CampaignStatus = z
  .enum(campaignStatuses)
  .describe('PENDING: waits to be started. FAILED: could not be started; pauseReason tells why.')

/** In any case; `SCHEDULED` is the same as `SCHEDULE`. */
const sendType = z
  .preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .trim()
            .toUpperCase()
            .replace(/^SCHEDULED$/, 'SCHEDULE')
        : value,
    z.enum(['NOW', 'SCHEDULE', 'MANUAL'], 'must be NOW, SCHEDULE or MANUAL.'),
  )
  .meta({ openapi: { type: 'string', enum: ['NOW', 'SCHEDULE', 'MANUAL'] } })

export const Voicemail = z
  .looseObject({
    action: z
      .preprocess(
        (value) => (typeof value === 'string' ? value.toUpperCase() : value),
        z.enum(['HANG_UP', 'LEAVE_MESSAGE', 'IGNORE'], 'must be HANG_UP, LEAVE_MESSAGE or IGNORE.'),
      )
      .default('HANG_UP')
      .describe(
        'What to do when a machine answers. IGNORE does not listen for machines at all: the agent speaks to whatever answers.',
      )
      .meta({ openapi: { type: 'string', enum: ['HANG_UP', 'LEAVE_MESSAGE', 'IGNORE'] } }),
    message: z
      .string()
      .trim()
      .max(2_000)
      .nullable()
      .default(null)
      .describe('What is left, with `{{variables}}`, once for each person.'),
  })
  .refine(({ action, message }) => action !== 'LEAVE_MESSAGE' || Boolean(message), {
    message: 'is required to leave a message.',
    path: ['message'],
  })
  .transform(({ action, message }) => ({ action, message }))

const webhookAuth = z
  .looseObject({
    authKey: z.string().max(200).nullish(),
    authSecret: z.string().max(5_000).nullish(),
  })
  .nullish()
  .describe('Becomes the header Authorization of the webhook. Never shown again.')

/** What can be changed while the campaign has not ended. */
const settings = {
  timeRange: TimeRange.nullish().describe('Hours of the campaign; null for those of the rules.'),
  scheduledTimezone: z
    .string()
    .trim()
    .max(100)
    .nullish()
    .describe(
      'IANA name. By its clock `timeRange` is meant, and `scheduledDate` where it has no offset. Without one, `timeRange` is by the clock of each recipient.',
    ),
  reservedConcurrency: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe('Lines of the workspace that the campaign leaves free for other calls.'),
  maxConcurrency: z
    .int()
    .min(1)
    .max(10_000)
    .nullish()
    .describe('Calls of the campaign under way at once; null for what the workspace has.'),
  callsPerSecond: z
    .number()
    .min(0.01)
    .max(1_000)
    .nullish()
    .describe('Calls that may begin in a second; null for what the workspace allows.'),
  maxAttempts: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('Calls that one person gets altogether; 3 unless said.'),
  retries: RetryPlan.optional(),
  voicemail: Voicemail.optional(),
  webhookUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address.' })
    .max(2_048)
    .refine((url) => !/[\0\s\p{Cs}]/u.test(url), 'must be an http or https address.')
    .nullish(),
  webhookAuth,
}

export const NewCampaign = z.looseObject({
  ...settings,
  name: text(100),
  phoneNumber: text(200).optional().describe('Number that calls: E.164, or its id.'),
  phoneNumberId: z.uuid().optional().describe('The same by id.'),
  voiceAgentId: z.uuid('must be a UUID.'),
  recipients: z
    .array(SentRecipient)
    .max(
      recipientLimits.byRequest,
      `must list at most ${recipientLimits.byRequest}; upload larger files.`,
    )
    .default([]),
  sendType: sendType
    .default('NOW')
    .describe('MANUAL waits for `resume`, such as until a file was uploaded.'),
  scheduledDate: z
    .string()
    .max(40)
    .nullish()
    .describe('When to begin: RFC 3339, or without offset in `scheduledTimezone`.'),
})
export type NewCampaign = z.output<typeof NewCampaign>

export const CampaignChanges = z.looseObject({ ...settings, name: text(100).optional() })
export type CampaignChanges = z.output<typeof CampaignChanges>

const counts = <const Names extends readonly string[]>(names: Names) =>
  z.object(
    Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Names[number], z.ZodInt>,
  )

export const Progress = z
  .object({
    total: z.int().describe('People in the campaign.'),
    done: z.int().describe('Of these, those who are not called any more.'),
    byStatus: counts(recipientStatuses),
    attempts: z.int().describe('Calls that were placed.'),
    byOutcome: counts(callOutcomes).describe('Calls that ended, by what they came to.'),
    bySkipReason: counts(skipReasons),
    activeCalls: z.int(),
    nextCallAt: shownMoment
      .nullable()
      .describe('When the next call may begin; null: nobody waits.'),
  })
  .meta({ id: 'CampaignProgress' })
export type Progress = z.infer<typeof Progress>

export const Campaign = z
  .object({
    id: shownId,
    name: z.string(),
    kind: z
      .enum(['campaign', 'follow_ups'])
      .describe('follow_ups: made by Parley for calls that captured calls ask for; never ends.'),
    status: CampaignStatus,
    pauseReason: z
      .enum(['user', 'carrier_failures', 'carrier_account', 'agent_missing', 'number_missing'])
      .nullable(),
    sendType: z.enum(['NOW', 'SCHEDULE', 'MANUAL']),
    scheduledDate: shownMoment.nullable(),
    scheduledTimezone: z.string().nullable(),
    timeRange: ShownTimeRange.nullable(),
    reservedConcurrency: z.int(),
    maxConcurrency: z.int().nullable(),
    callsPerSecond: z.number().nullable(),
    maxAttempts: z.int(),
    retries: RetryPlan,
    voicemail: z.object({
      action: z.enum(['HANG_UP', 'LEAVE_MESSAGE', 'IGNORE']),
      message: z.string().nullable(),
    }),
    webhookUrl: z.string().nullable(),
    projectId: shownId,
    userId: shownId.nullable(),
    voiceAgentId: shownId.nullable(),
    agentName: z.string().nullable(),
    phoneNumberId: shownId.nullable(),
    phoneNumber: z.string().nullable(),
    totalRecipients: z.int(),
    progress: Progress,
    startedAt: shownMoment.nullable(),
    completedAt: shownMoment.nullable(),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'Campaign' })
export type Campaign = z.infer<typeof Campaign>

const group = z.array(Recipient)

/** With people by status: those of a large campaign are paged apart. */
export const CampaignInFull = Campaign.extend({
  recipients: z
    .object({
      pending: group,
      queued: group,
      inProgress: group,
      completed: group,
      failed: group,
      skipped: group,
      cancelled: group,
    })
    .describe('At most 100 of each; `GET …/recipients` pages all.'),
}).meta({ id: 'CampaignInFull' })
export type CampaignInFull = z.infer<typeof CampaignInFull>

export const CreatedCampaign = Campaign.extend({ import: RecipientImport }).meta({
  id: 'CreatedCampaign',
})
export type CreatedCampaign = z.infer<typeof CreatedCampaign>
