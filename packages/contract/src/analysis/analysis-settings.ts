import { z } from 'zod'
import { flag, shownId, shownMoment } from '../fields.ts'

export const AnalysisSettings = z
  .object({
    is_automatic: z.boolean().describe('Evaluate when a transcript is ready.'),
    max_concurrency: z.int().min(1).max(20).describe('Evaluations at the same time.'),
    log_activity: z.boolean().describe('Log an activity on the contact and the deal.'),
    create_task: z
      .boolean()
      .describe('Make a task for the owner, with the next step, on the follow-up date.'),
    set_last_contact: z.boolean().describe('Keep last_contact_date of the deal.'),
    updated_by: shownId.nullable(),
    updated_at: shownMoment.nullable().describe('Null: nobody changed anything yet.'),
  })
  .meta({ id: 'AnalysisSettings' })
export type AnalysisSettings = z.infer<typeof AnalysisSettings>

export const AnalysisSettingsChange = z
  .strictObject({
    is_automatic: flag.optional(),
    max_concurrency: z
      .int('must be a whole number.')
      .min(1, 'must be from 1 to 20.')
      .max(20, 'must be from 1 to 20.')
      .optional(),
    log_activity: flag.optional(),
    create_task: flag.optional(),
    set_last_contact: flag.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.')
  .meta({ id: 'AnalysisSettingsChange' })
export type AnalysisSettingsChange = z.infer<typeof AnalysisSettingsChange>
