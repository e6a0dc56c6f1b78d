import { z } from 'zod'
import { speakerKinds } from '../conversations/transcripts.ts'
import { shownId, shownMoment } from '../fields.ts'

/** What a value is counted in. */
export const metricUnits = {
  share: '0 to 1',
  ratio: 'times',
  seconds: 'seconds',
  count: 'how many',
  per_minute: 'a minute',
  per_hour: 'an hour',
  per_100_words: 'in a hundred words',
  words_per_minute: 'words a minute',
  polarity: '−1 (all negative) to 1 (all positive)',
  yes_no: 'true or false',
} as const
export type MetricUnit = keyof typeof metricUnits
const unitNames = Object.keys(metricUnits) as [MetricUnit, ...MetricUnit[]]

/** Why a metric has no value. A guess is never shown in its place. */
export const metricReasons = {
  no_words: 'Nothing was said.',
  no_times: 'Nothing tells when things were said: the times were guessed from the text.',
  no_end_times: 'Only the beginning of each passage is known, to the second.',
  speakers_not_told_apart: 'Everything is put down to one speaker.',
  no_rep: 'Nobody on our side of the conversation is known.',
  no_customer: 'Nobody on the customer’s side spoke.',
  unknown_language:
    'The language is none of those there are word lists for (English, French, Arabic).',
  nothing_to_measure: 'What is measured did not happen.',
} as const
export type MetricReason = keyof typeof metricReasons
const reasonNames = Object.keys(metricReasons) as [MetricReason, ...MetricReason[]]

const rest = {
  unit: z.enum(unitNames),
  reason: z.enum(reasonNames).nullable().describe('Why there is no value; null when there is one.'),
  estimated: z
    .boolean()
    .describe(
      'Made with something that is not known exactly: times derived from the next beginning, a side of the conversation taken from the other one, a language recognised by its words, or feelings read from words.',
    ),
  sample: z.int().min(0).describe('How many things it was made of; the definition says which.'),
  position: z
    .int()
    .min(0)
    .nullable()
    .describe('Segment of the transcript that shows it, or where it begins.'),
}

export const Measure = z
  .object({ value: z.number().nullable(), ...rest })
  .meta({ id: 'Measure', description: 'A number, or the reason why there is none.' })
export type Measure = z.infer<typeof Measure>

export const YesNoMeasure = z
  .object({ value: z.boolean().nullable(), ...rest })
  .meta({ id: 'YesNoMeasure', description: 'Whether something was said, or why nobody can tell.' })
export type YesNoMeasure = z.infer<typeof YesNoMeasure>

/** Limits within which a value is good; null where there is none. */
export const MetricTarget = z
  .object({
    min: z.number().nullable(),
    ideal: z.number().nullable().describe('What is best, between the limits; shown, never judged.'),
    max: z.number().nullable(),
  })
  .meta({ id: 'MetricTarget' })
export type MetricTarget = z.infer<typeof MetricTarget>

export const SpeakerMeasures = z
  .object({
    speaker: z.int().min(1).describe('Number of the speaker in the transcript.'),
    kind: z.enum(speakerKinds),
    side: z.enum(['ours', 'theirs', 'unknown']),
    talk_seconds: Measure,
    talk_share: Measure,
    word_count: Measure,
    words_per_minute: Measure,
    longest_turn: Measure,
    question_count: Measure,
    filler_count: Measure,
    filler_rate: Measure,
  })
  .meta({ id: 'SpeakerMeasures' })
export type SpeakerMeasures = z.infer<typeof SpeakerMeasures>

export const SpeakerMetrics = SpeakerMeasures.extend({
  name: z.string().nullable().describe('As the transcript has it now.'),
}).meta({ id: 'SpeakerMetrics' })
export type SpeakerMetrics = z.infer<typeof SpeakerMetrics>

export const SentimentPoint = z
  .object({
    start_ms: z.int().nullable().describe('Null when times are not known.'),
    end_ms: z.int().nullable(),
    value: z.number().min(-1).max(1).nullable().describe('Null without a telling word.'),
    sample: z.int().min(0).describe('Telling words.'),
  })
  .meta({ id: 'SentimentPoint' })
export type SentimentPoint = z.infer<typeof SentimentPoint>

export const MetricJudgement = z
  .object({
    metric: z.string(),
    target: MetricTarget,
    verdict: z.enum(['within', 'below', 'above', 'unknown']),
  })
  .meta({ id: 'MetricJudgement', description: 'A metric held against the workspace’s target.' })
export type MetricJudgement = z.infer<typeof MetricJudgement>

export const measuredHead = {
  conversation_id: shownId,
  transcript_id: shownId,
  transcript_updated_at: shownMoment.describe('The state of the transcript that was measured.'),
  language: z
    .enum(['en', 'fr', 'ar'])
    .nullable()
    .describe('Whose word lists were used; null for none.'),
  monologue_seconds: z.number().describe('How long a turn had to be to count as a monologue.'),
  computed_at: shownMoment,
}
