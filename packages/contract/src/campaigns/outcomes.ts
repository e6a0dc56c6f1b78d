import { z } from 'zod'

/** What a call came to. */
export const callOutcomes = [
  'answered',
  'voicemail',
  'busy',
  'no_answer',
  'declined',
  'blocked',
  'invalid',
  'failed',
] as const
export const CallOutcome = z.enum(callOutcomes)
export type CallOutcome = z.infer<typeof CallOutcome>

/** Why somebody is not called at all. */
export const skipReasons = ['do_not_call', 'no_consent', 'no_time_zone', 'never_open'] as const
export const SkipReason = z.enum(skipReasons)
export type SkipReason = z.infer<typeof SkipReason>

/** Where somebody of a campaign stands. */
export const recipientStatuses = [
  'PENDING',
  'QUEUED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
] as const
export const RecipientStatus = z
  .enum(recipientStatuses)
  .describe(
    'PENDING: waits for its first or next call. QUEUED: is being called. IN_PROGRESS: answered, and still talking. COMPLETED: was talked to. FAILED: not reached, and not tried again by itself. SKIPPED: a rule forbids the call. CANCELLED: the campaign was.',
  )
export type RecipientStatus = z.infer<typeof RecipientStatus>

const retry = (times: number, delaySeconds: number, maxTimes = 10) =>
  z
    .object({
      times: z
        .int()
        .min(0)
        .max(maxTimes)
        .default(times)
        .describe('Further calls after this outcome.'),
      delaySeconds: z
        .int()
        .min(30)
        .max(30 * 86_400)
        .default(delaySeconds)
        .describe('Seconds until the next call; later where the hours say so.'),
    })
    .prefault({})

/** How often somebody is called again, by what the call before came to. */
export const RetryPlan = z
  .object({
    busy: retry(2, 600),
    noAnswer: retry(2, 4 * 3_600),
    voicemail: retry(1, 86_400),
    failed: retry(2, 900),
    declined: retry(0, 86_400, 1).describe('At most one; whoever declines twice does not want it.'),
  })
  .describe('Numbers that are invalid, and people who block the call, are never called again.')
export type RetryPlan = z.infer<typeof RetryPlan>

export const defaultRetryPlan: RetryPlan = RetryPlan.parse({})
