import { z } from 'zod'
import { optionalText, shownId, shownMoment } from '../fields.ts'
import { ShownTimeRange, TimeRange } from './hours.ts'

/** What holds for every call that a workspace makes by itself, whatever its campaigns say. */
export const CallingRules = z
  .object({
    timeRange: ShownTimeRange.describe(
      'When people may be called, by their own clocks. 08:00 to 21:00 every day unless changed.',
    ),
    dailyCap: z.int().describe('Calls to one number in 24 hours, from all campaigns together.'),
    needsConsent: z.boolean().describe('Call only those of whom there is a record of consent.'),
    maxConcurrency: z.int().describe('Lines: calls of campaigns under way at once.'),
    callsPerSecond: z.number().nullable().describe('Calls that may begin in a second.'),
    followUpAgentId: shownId
      .nullable()
      .describe('Agent that makes the calls which captured calls ask for with auto_call_followup.'),
    followUpPhoneNumberId: shownId.nullable().describe('Number it calls from.'),
    updatedAt: shownMoment.nullable(),
  })
  .meta({ id: 'CallingRules' })
export type CallingRules = z.infer<typeof CallingRules>

export const CallingRuleChanges = z.looseObject({
  timeRange: TimeRange.optional(),
  dailyCap: z.int().min(1).max(100).optional(),
  needsConsent: z.boolean().optional(),
  maxConcurrency: z.int().min(1).max(10_000).optional(),
  callsPerSecond: z.number().min(0.01).max(1_000).nullish(),
  followUpAgentId: z.uuid('must be a UUID or null.').nullish(),
  followUpPhoneNumberId: z.uuid('must be a UUID or null.').nullish(),
})
export type CallingRuleChanges = z.output<typeof CallingRuleChanges>

export const listLimits = { byRequest: 10_000, note: 500 } as const

/** A number that may not be called: by nobody, or not by one campaign. */
export const DoNotCall = z
  .object({
    id: shownId,
    phoneNumber: z.string(),
    campaignId: shownId.nullable().describe('Null: for the whole workspace.'),
    source: z.enum(['manual', 'import', 'opt_out']),
    note: z.string().nullable(),
    callId: shownId.nullable().describe('The call in which this was asked for.'),
    createdBy: shownId.nullable(),
    createdAt: shownMoment,
  })
  .meta({ id: 'DoNotCallEntry' })
export type DoNotCall = z.infer<typeof DoNotCall>

export const NewDoNotCall = z.looseObject({
  phoneNumber: z.string().max(100).optional().describe('One number.'),
  phoneNumbers: z
    .array(z.string().max(100))
    .max(listLimits.byRequest, `must list at most ${listLimits.byRequest} numbers.`)
    .optional()
    .describe('Several.'),
  csv: z
    .string()
    .max(4_000_000)
    .optional()
    .describe('The same as a file: its first column, or the one that is named like a number.'),
  campaignId: z.uuid('must be a UUID.').nullish(),
  note: optionalText(listLimits.note),
})
export type NewDoNotCall = z.output<typeof NewDoNotCall>

export const AddedDoNotCall = z.object({
  added: z.int(),
  duplicates: z.int().describe('Were listed already.'),
  rejected: z.int(),
  problems: z.array(
    z.object({ row: z.int(), phoneNumber: z.string().nullable(), message: z.string() }),
  ),
})
export type AddedDoNotCall = z.infer<typeof AddedDoNotCall>

export const CallingConsent = z
  .object({
    id: shownId,
    phoneNumber: z.string(),
    kind: z.string(),
    source: z.string(),
    text: z.string().nullable(),
    at: shownMoment,
    revokedAt: shownMoment.nullable(),
    createdAt: shownMoment,
  })
  .meta({ id: 'CallingConsent' })
export type CallingConsent = z.infer<typeof CallingConsent>
