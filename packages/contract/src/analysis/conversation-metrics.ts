import { z } from 'zod'
import { type MetricDefinition, type MetricName, metricDefinitions } from './metric-definitions.ts'
import {
  Measure,
  MetricJudgement,
  measuredHead,
  SentimentPoint,
  SpeakerMeasures,
  SpeakerMetrics,
  YesNoMeasure,
} from './metrics.ts'

type SchemaOf<N extends MetricName> = (typeof metricDefinitions)[N]['unit'] extends 'yes_no'
  ? typeof YesNoMeasure
  : typeof Measure

const all = Object.entries<MetricDefinition>(metricDefinitions)
const shape = Object.fromEntries(
  all.map(([name, { unit, definition }]) => [
    name,
    (unit === 'yes_no' ? YesNoMeasure : Measure).describe(definition),
  ]),
) as { [N in MetricName]: SchemaOf<N> }

/** A value for each metric there is, or the reason why there is none. */
export const Measures = z.object(shape).meta({ id: 'Measures' })
export type Measures = z.infer<typeof Measures>

const fewSpeakers = 'At most 50: those who talk most.'

/** What is computed of one transcript; of the people in it, their numbers alone. */
export const TranscriptMetrics = z.object({
  measures: Measures,
  speakers: z.array(SpeakerMeasures).describe(fewSpeakers),
  sentiment_curve: z
    .array(SentimentPoint)
    .describe('Ten parts of as many words each, in order; empty without words or word lists.'),
})
export type TranscriptMetrics = z.infer<typeof TranscriptMetrics>

export const ConversationMetrics = z
  .object({ ...measuredHead, ...TranscriptMetrics.shape })
  .extend({
    speakers: z.array(SpeakerMetrics).describe(fewSpeakers),
    judgements: z
      .array(MetricJudgement)
      .describe('Of each metric that the workspace has a target for.'),
  })
  .meta({ id: 'ConversationMetrics' })
export type ConversationMetrics = z.infer<typeof ConversationMetrics>
