import { z } from 'zod'
import { conversationKinds } from '../analysis/scorecard-fields.ts'
import { ObjectionType } from '../analysis/evaluation.ts'
import { shownDate, shownId, shownMoment } from '../fields.ts'
import {
  type FigureDefinition,
  figureUnits,
  type TeamFigureName,
  teamFigureDefinitions,
} from './figure-definitions.ts'

export const ReportFigure = z
  .object({
    value: z.number().nullable().describe('Null: there is nothing to make it of.'),
    previous: z.number().nullable().describe('The same of the range before.'),
    change: z.number().nullable().describe('value − previous; null when either is.'),
    sample: z.int().min(0).describe('What value was made of; the definitions say of what.'),
    unit: z.enum(Object.keys(figureUnits) as [keyof typeof figureUnits]),
    definition: z.string(),
    conversations: z
      .string()
      .nullable()
      .describe('Path that lists the conversations behind it; null when there are none behind it.'),
  })
  .meta({ id: 'ReportFigure' })
export type ReportFigure = z.infer<typeof ReportFigure>

const shape = Object.fromEntries(
  Object.entries<FigureDefinition>(teamFigureDefinitions).map(([name, { definition }]) => [
    name,
    ReportFigure.describe(definition),
  ]),
) as Record<TeamFigureName, typeof ReportFigure>

export const ReportFigures = z.object(shape).meta({ id: 'ReportFigures' })
export type ReportFigures = z.infer<typeof ReportFigures>

const span = {
  from: shownDate.describe('First day.'),
  to: shownDate.describe('Last day.'),
}

export const ReportRange = z
  .object({
    ...span,
    previous: z.object(span).describe('What it is compared with: as many days.'),
    time_zone: z.string().describe('Of the workspace; days are counted in it.'),
    starts_at: shownMoment,
    ends_at: shownMoment.describe('When the day after the last one begins.'),
  })
  .meta({ id: 'ReportRange' })
export type ReportRange = z.infer<typeof ReportRange>

/** What every report begins with. */
export const reportHead = {
  range: ReportRange,
  scope: z.enum(['all', 'own']).describe('own: made of the caller’s own records alone.'),
}

export const KindCount = z.object({ kind: z.enum(conversationKinds), calls: ReportFigure })
export const ObjectionFigures = z.object({
  type: ObjectionType,
  met: ReportFigure,
  mastered: ReportFigure,
  mastery: ReportFigure,
})

export const ReportPerson = z.object({
  user_id: shownId,
  name: z.string(),
  email: z.string().nullable().describe('Null of somebody who left.'),
})
export type ReportPerson = z.infer<typeof ReportPerson>

export const rankShape = {
  rank: z
    .int()
    .min(1)
    .nullable()
    .describe(
      'Among those with calls: by average score, then closing rate, then calls; equals share a rank. Null without calls.',
    ),
}
