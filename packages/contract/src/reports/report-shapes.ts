import { z } from 'zod'
import { ConversationOutcome } from '../analysis/evaluation.ts'
import { shownDate, shownId } from '../fields.ts'
import {
  KindCount,
  ObjectionFigures,
  rankShape,
  ReportFigure,
  ReportFigures,
  ReportPerson,
  reportHead,
} from './figure.ts'

const body = {
  figures: ReportFigures,
  by_kind: z.array(KindCount),
  objections: z.array(ObjectionFigures).describe('By type; those never met are left out.'),
}

const Mention = ReportPerson.extend({ average_score: ReportFigure })

export const TeamReport = z
  .object({
    ...reportHead,
    ...body,
    best: Mention.nullable().describe(
      'Who ranks first; null without scores, or to who sees own records alone.',
    ),
    most_improved: Mention.nullable().describe(
      'Whose average score rose most, with at least three scores in both ranges.',
    ),
  })
  .meta({ id: 'TeamReport' })
export type TeamReport = z.infer<typeof TeamReport>

export const RepsReport = z
  .object({
    ...reportHead,
    ranked: z.int().describe('How many have a rank.'),
    reps: z
      .array(ReportPerson.extend({ ...rankShape, figures: ReportFigures }))
      .describe('By rank. Reps, and everybody else with calls in either range.'),
  })
  .meta({ id: 'RepsReport' })
export type RepsReport = z.infer<typeof RepsReport>

export const ReportMonth = z.object({
  month: shownDate.describe('Its first day.'),
  figures: ReportFigures.describe('Compared with the month before.'),
})

export const RepReport = z
  .object({
    ...reportHead,
    ...ReportPerson.shape,
    ...rankShape,
    ranked: z.int(),
    ...body,
    months: z.array(ReportMonth).describe('The last six, the present one last.'),
  })
  .meta({ id: 'RepReport' })
export type RepReport = z.infer<typeof RepReport>

const criterion = { scorecard_id: shownId, key: z.string() }

export const CriteriaReport = z
  .object({
    ...reportHead,
    criteria: z.array(
      z.object({
        ...criterion,
        scorecard: z.string().describe('Name of the scorecard.'),
        name: z.string(),
        team: ReportFigure,
      }),
    ),
    reps: z.array(
      ReportPerson.extend({
        cells: z
          .array(z.object({ ...criterion, figure: ReportFigure }))
          .describe('In the order of `criteria`.'),
      }),
    ),
  })
  .meta({ id: 'CriteriaReport' })
export type CriteriaReport = z.infer<typeof CriteriaReport>

export const OutcomesReport = z
  .object({
    ...reportHead,
    funnel: z
      .array(
        z.object({
          step: z.enum(['calls', 'held', 'pitches', 'next_steps', 'sales']),
          figure: ReportFigure,
          share_of_calls: z.number().nullable(),
        }),
      )
      .describe('From all calls to sales.'),
    outcomes: z.array(z.object({ outcome: ConversationOutcome, figure: ReportFigure })),
  })
  .meta({ id: 'OutcomesReport' })
export type OutcomesReport = z.infer<typeof OutcomesReport>

export const VolumeReport = z
  .object({
    ...reportHead,
    hours: z.array(z.object({ hour: z.int().min(0).max(23), figure: ReportFigure })),
    weekdays: z
      .array(z.object({ weekday: z.int().min(1).max(7), figure: ReportFigure }))
      .describe('1 is Monday; in the order of the workspace’s week.'),
    cells: z
      .array(
        z.object({
          weekday: z.int().min(1).max(7),
          hour: z.int().min(0).max(23),
          calls: z.int(),
        }),
      )
      .describe('Hours of weekdays with calls.'),
    days: z
      .array(z.object({ day: shownDate, figure: ReportFigure }))
      .describe('Every day of the range; previous is the day as far into the range before.'),
  })
  .meta({ id: 'VolumeReport' })
export type VolumeReport = z.infer<typeof VolumeReport>

export const TrendReport = z
  .object({
    ...reportHead,
    months: z.array(ReportMonth).describe('Six, the present one last.'),
  })
  .meta({ id: 'TrendReport' })
export type TrendReport = z.infer<typeof TrendReport>

export const riskReasons = {
  overdue: 'Its expected close date has passed.',
  stuck: 'It has been in its stage for more than 30 days.',
  silent: 'There was no conversation and no activity for 14 days.',
  no_next_step: 'It has no open task.',
} as const

export const DealAtRisk = z.object({
  deal_id: shownId,
  title: z.string(),
  owner_id: shownId,
  stage: z.string(),
  value: z.number(),
  expected_close_date: shownDate,
  reasons: z
    .array(
      z.object({
        reason: z.enum(Object.keys(riskReasons) as [keyof typeof riskReasons]),
        text: z.string(),
      }),
    )
    .describe('At least one.'),
})
export type DealAtRisk = z.infer<typeof DealAtRisk>

export const PipelineReport = z
  .object({
    ...reportHead,
    open_value: ReportFigure,
    weighted_forecast: ReportFigure,
    deals_won: ReportFigure,
    won_value: ReportFigure,
    win_rate: ReportFigure,
    stages: z.array(
      z.object({
        stage_id: shownId,
        key: z.string(),
        name: z.string(),
        outcome: z.enum(['open', 'won', 'lost']),
        open_value: ReportFigure,
        weighted_forecast: ReportFigure,
        conversion: ReportFigure,
        time_in_stage: ReportFigure,
      }),
    ),
    forecast: z
      .array(
        z.object({
          month: shownDate.describe('Its first day.'),
          stage_id: shownId,
          deals: z.int(),
          value: z.number(),
          weighted: z.number().describe('Value times probability, summed.'),
        }),
      )
      .describe('Open deals by the month they are expected to close in and their stage, in order.'),
    at_risk: z
      .array(DealAtRisk)
      .describe('At most 100: those with most reasons first, then by value.'),
    at_risk_count: z.int(),
  })
  .meta({ id: 'PipelineReport' })
export type PipelineReport = z.infer<typeof PipelineReport>

export const ActivityReport = z
  .object({
    ...reportHead,
    activities: z
      .array(z.object({ type: z.string(), figure: ReportFigure }))
      .describe('By type; types without any in either range are left out.'),
    by_kind: z.array(KindCount),
    tasks_completed: ReportFigure,
    task_punctuality: ReportFigure,
  })
  .meta({ id: 'ActivityReport' })
export type ActivityReport = z.infer<typeof ActivityReport>
