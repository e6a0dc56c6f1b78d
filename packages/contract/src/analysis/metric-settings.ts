import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'
import {
  defaultMonologueSeconds,
  type MetricDefinition,
  type MetricName,
  metricDefinitions,
  metricNames,
} from './metric-definitions.ts'
import { MetricTarget } from './metrics.ts'

/** A target may be set for every metric that is a number. */
export const targetableMetrics = metricNames.filter(
  (name) => metricDefinitions[name].unit !== 'yes_no',
)

/** Targets of a workspace that set none of their own. */
export const defaultTargets: Readonly<Partial<Record<MetricName, MetricTarget>>> =
  Object.fromEntries(
    targetableMetrics.flatMap((name) => {
      const { target }: MetricDefinition = metricDefinitions[name]
      return target ? [[name, { min: null, ideal: null, max: null, ...target }]] : []
    }),
  )

const shownTargets = z.object(
  Object.fromEntries(targetableMetrics.map((name) => [name, MetricTarget.optional()])) as Record<
    MetricName,
    z.ZodOptional<typeof MetricTarget>
  >,
)

export const MetricSettings = z
  .object({
    monologue_seconds: z
      .number()
      .describe(
        `Turns longer than this are monologues; ${defaultMonologueSeconds} unless changed.`,
      ),
    targets: shownTargets.describe(
      'Of metrics that have one: the workspace’s own, or the default.',
    ),
    updated_by: shownId.nullable(),
    updated_at: shownMoment.nullable().describe('Null: nobody changed anything yet.'),
  })
  .meta({ id: 'MetricSettings' })
export type MetricSettings = z.infer<typeof MetricSettings>

/** Whole numbers and fractions that no metric goes beyond. */
const limit = z
  .number('must be a number or null.')
  .min(-1, 'must be at least -1.')
  .max(1e6, 'must be at most 1000000.')
  .nullable()
  .optional()

const isAscending = ({ min, ideal, max }: { min?: unknown; ideal?: unknown; max?: unknown }) => {
  const given = [min, ideal, max].filter((one): one is number => typeof one === 'number')
  return given.every((one, index) => index === 0 || one >= (given[index - 1] ?? one))
}

export const MetricTargetChange = z
  .strictObject({ min: limit, ideal: limit, max: limit })
  .refine(isAscending, 'must have min ≤ ideal ≤ max.')
  .meta({ id: 'MetricTargetChange' })

export const MetricSettingsChange = z
  .strictObject({
    monologue_seconds: z
      .number('must be a number of seconds.')
      .min(5, 'must be at least 5.')
      .max(3_600, 'must be at most 3600.')
      .optional()
      .describe('Conversations measured before are measured anew.'),
    targets: z
      .strictObject(
        Object.fromEntries(
          targetableMetrics.map((name) => [name, MetricTargetChange.nullable().optional()]),
        ) as Record<MetricName, z.ZodOptional<z.ZodNullable<typeof MetricTargetChange>>>,
      )
      .optional()
      .describe('Each takes the place of the former one; null brings the default back.'),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.')
  .meta({ id: 'MetricSettingsChange' })
export type MetricSettingsChange = z.infer<typeof MetricSettingsChange>
