import { z } from 'zod'
import { id, requiredDate } from '../fields.ts'

export const reportPeriods = ['today', 'week', 'month', 'quarter', 'year', 'custom'] as const
export type ReportPeriod = (typeof reportPeriods)[number]

/** Days a custom range may have: two years, one of them a leap year. */
export const maxReportDays = 731

export const formatQuery = z.object({
  format: z
    .enum(['json', 'csv'], 'must be json or csv.')
    .optional()
    .describe('csv: one line per figure, as a file.'),
})

export const rangeQuery = formatQuery.extend({
  period: z
    .enum(reportPeriods, `must be one of ${reportPeriods.join(', ')}.`)
    .optional()
    .describe(
      'From the beginning of the present day, week, month … through today, in the time zone of the workspace; default month. Compared with as many days from the beginning of the one before, or right before where that one is too short.',
    ),
  from: requiredDate.optional().describe('First day; `period` is then custom.'),
  to: requiredDate
    .optional()
    .describe(`Last day, default today; at most ${maxReportDays} days in all.`),
})

export const reportQuery = rangeQuery.extend({
  owner_id: id
    .optional()
    .describe('Only of this person. Who sees own records alone has no choice.'),
})
export type ReportQuery = z.output<typeof reportQuery>
