import { z } from 'zod'
import { flag, shownId, shownMoment } from '../fields.ts'

export const weekStarts = ['monday', 'saturday', 'sunday'] as const
export type WeekStart = (typeof weekStarts)[number]

/** What the weekly mail may be written in. */
export const mailLanguages = ['en', 'fr', 'ar'] as const
export type MailLanguage = (typeof mailLanguages)[number]

export const ReportSettings = z
  .object({
    week_starts_on: z.enum(weekStarts).describe('Of the period `week`; monday unless changed.'),
    mail_enabled: z
      .boolean()
      .describe('Whether owners, admins and managers get the weekly mail; true unless changed.'),
    mail_weekday: z.int().min(1).max(7).describe('1 is Monday; 1 unless changed.'),
    mail_hour: z
      .int()
      .min(0)
      .max(23)
      .describe('In the time zone of the workspace; 8 unless changed.'),
    mail_language: z.enum(mailLanguages).describe('ISO 639-1; en unless changed.'),
    updated_by: shownId.nullable(),
    updated_at: shownMoment.nullable().describe('Null: nobody changed anything yet.'),
  })
  .meta({ id: 'ReportSettings' })
export type ReportSettings = z.infer<typeof ReportSettings>

export const ReportSettingsChange = z
  .strictObject({
    week_starts_on: z.enum(weekStarts, `must be one of ${weekStarts.join(', ')}.`).optional(),
    mail_enabled: flag.optional(),
    mail_weekday: z
      .int('must be a whole number.')
      .min(1, 'must be at least 1, for Monday.')
      .max(7, 'must be at most 7, for Sunday.')
      .optional(),
    mail_hour: z
      .int('must be a whole number.')
      .min(0, 'must be at least 0.')
      .max(23, 'must be at most 23.')
      .optional(),
    mail_language: z.enum(mailLanguages, `must be one of ${mailLanguages.join(', ')}.`).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.')
  .meta({ id: 'ReportSettingsChange' })
export type ReportSettingsChange = z.infer<typeof ReportSettingsChange>
