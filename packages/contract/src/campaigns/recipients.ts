import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'
import { CallOutcome, callOutcomes, RecipientStatus, SkipReason } from './outcomes.ts'

export const recipientLimits = {
  /** In the body of one request. */
  byRequest: 10_000,
  /** In one uploaded file. */
  byUpload: 1_000_000,
  name: 200,
  /** Values of one recipient, and characters of their JSON. */
  variables: 100,
  variableCharacters: 10_000,
  /** Bytes of a body with recipients. */
  bodyBytes: 16 * 1_048_576,
  /** Problems that are told in the reply; the import keeps all. */
  problemsTold: 100,
} as const

/** Says that somebody agreed to be called. */
export const Consent = z
  .looseObject({
    kind: z.string().trim().min(1).max(100).describe('Such as express, written or verbal.'),
    source: z.string().trim().min(1).max(500).describe('Where it was given: a form, a call.'),
    at: z.iso.datetime({ offset: true }).optional().describe('When; now unless given.'),
    text: z.string().max(5_000).optional().describe('What was agreed to, in its own words.'),
  })
  .describe('The proof that this person agreed to be called.')

/** What a client sends of somebody to call. Rows are judged one by one, so nothing is refused here. */
export const SentRecipient = z.looseObject({
  phoneNumber: z
    .unknown()
    .optional()
    .describe('E.164, or as it is dialled in the workspace’s country.'),
  name: z.unknown().optional(),
  ignoreE164Validation: z
    .unknown()
    .optional()
    .describe('true keeps the number as it is, such as an extension. It then needs a timezone.'),
  dynamicVariables: z
    .unknown()
    .optional()
    .describe('Values of `{{name}}` in what the agent says; `params` is the same.'),
  timezone: z
    .unknown()
    .optional()
    .describe('IANA name of where this person is; else the number tells, as far as it does.'),
  consent: z.unknown().optional(),
})

/** Which column of a CSV file is what; columns that are not named become variables. */
export const RecipientMapping = z
  .looseObject({
    phoneNumber: z.string().max(200).optional(),
    name: z.string().max(200).optional(),
    timezone: z.string().max(200).optional(),
    variables: z
      .record(z.string().max(100), z.string().max(200))
      .optional()
      .describe('Column of each variable; without it all other columns are variables.'),
  })
  .describe('Names of columns. Usual names are found without it.')
export type RecipientMapping = z.infer<typeof RecipientMapping>

export const RowProblem = z
  .object({
    row: z.int().describe('From 1; the line with the names of columns is not counted.'),
    field: z.string(),
    message: z.string(),
    phoneNumber: z.string().nullable().describe('As it was sent.'),
  })
  .meta({ id: 'RecipientProblem' })
export type RowProblem = z.infer<typeof RowProblem>

/** What came of adding recipients. */
export const RecipientImport = z
  .object({
    id: shownId,
    status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']),
    fileName: z.string().nullable(),
    rows: z.int().describe('Rows that were read.'),
    accepted: z.int().describe('People who are new in the campaign.'),
    duplicates: z.int().describe('Numbers that were there already, or twice in the rows.'),
    rejected: z.int().describe('Rows that cannot be called.'),
    failure: z.string().nullable().describe('Why it ended before its last row.'),
    problems: z
      .array(RowProblem)
      .describe(`The first ${recipientLimits.problemsTold} rows that were rejected.`),
    createdAt: shownMoment,
    completedAt: shownMoment.nullable(),
  })
  .meta({ id: 'RecipientImport' })
export type RecipientImport = z.infer<typeof RecipientImport>

export const Recipient = z
  .object({
    id: shownId,
    campaignId: shownId,
    phoneNumber: z.string(),
    name: z.string().nullable(),
    ignoreE164Validation: z.boolean(),
    dynamicVariables: z.record(z.string(), z.unknown()),
    timezones: z.array(z.string()).describe('Where the number may be; empty where nobody knows.'),
    status: RecipientStatus,
    latestActionTimestamp: shownMoment,
    attempts: z.int(),
    maxAttempts: z.int(),
    nextRetryAt: shownMoment.nullable().describe('Not before; null when no call is planned.'),
    jobId: shownId.nullable().describe('The last call: job and conversation of this id.'),
    lastOutcome: CallOutcome.nullable(),
    skipReason: SkipReason.nullable(),
    lastError: z.string().nullable(),
    completedAt: shownMoment.nullable(),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'CampaignRecipient' })
export type Recipient = z.infer<typeof Recipient>

/** One call to somebody of a campaign. */
export const RecipientAttempt = z
  .object({
    id: shownId.describe('Of the call, its job and its conversation.'),
    state: z
      .enum(['placing', 'placed', 'answered', 'ended'])
      .describe('placing: the carrier may or may not know of it.'),
    startsAt: shownMoment,
    answeredAt: shownMoment.nullable(),
    endedAt: shownMoment.nullable(),
    outcome: z
      .enum([...callOutcomes, 'not_placed'])
      .nullable()
      .describe('not_placed: nobody was called, and it does not count.'),
    cause: z.string().nullable().describe('What the carrier said of its end, where it did.'),
  })
  .meta({ id: 'RecipientAttempt' })
export type RecipientAttempt = z.infer<typeof RecipientAttempt>

export const RecipientInFull = Recipient.extend({
  calls: z.array(RecipientAttempt).describe('Newest first; at most 100.'),
}).meta({ id: 'CampaignRecipientInFull' })
export type RecipientInFull = z.infer<typeof RecipientInFull>
