import { z } from 'zod'
import { id, optionalDate, optionalText, shownDate, shownId, shownMoment, text } from '../fields.ts'
import {
  ConversationOutcome,
  conversationOutcomes,
  EvaluationContent,
  EvaluationEngine,
} from './evaluation.ts'
import { scorecardLimits } from './scorecard-fields.ts'

export const evaluationStatuses = [
  'pending',
  'processing',
  'evaluated',
  'failed',
  'canceled',
] as const

export const evaluationFailures = ['no_transcript', 'internal'] as const

const failure = z
  .object({
    code: z.enum(evaluationFailures),
    message: z.string().describe('A sentence for people.'),
    is_retriable: z.boolean().describe('Whether it is worth asking for another evaluation.'),
  })
  .nullable()

/** An evaluation as lists show it: what it came to, without its content. */
export const EvaluationSummary = z
  .object({
    id: shownId,
    conversation_id: shownId,
    transcript_id: shownId.nullable().describe('The transcript it was made from.'),
    scorecard_id: shownId,
    scorecard_name: z.string(),
    scorecard_version: z.int().min(1),
    status: z
      .enum(evaluationStatuses)
      .describe('pending: waits for its turn. processing: is being made, or about to be retried.'),
    is_current: z
      .boolean()
      .describe('The one that counts: of those that succeeded, the last that was asked for.'),
    score: z.number().min(0).max(100).nullable(),
    outcome: ConversationOutcome.nullable(),
    has_next_step: z.boolean().nullable(),
    follow_up_date: shownDate.nullable(),
    objections: z.int().nullable(),
    objections_handled: z.int().nullable(),
    engine: EvaluationEngine.nullable().describe('Null until it is made.'),
    failure,
    is_corrected: z.boolean().describe('Whether people corrected it.'),
    attempts: z.int().min(0),
    requested_by: shownId.nullable().describe('Null: by itself, when the transcript was ready.'),
    bulk_id: shownId.nullable().describe('Of many that were asked for together.'),
    created_at: shownMoment,
    started_at: shownMoment.nullable(),
    completed_at: shownMoment.nullable(),
  })
  .meta({ id: 'EvaluationSummary' })
export type EvaluationSummary = z.infer<typeof EvaluationSummary>

export const EvaluationCorrection = z
  .object({
    id: shownId,
    field: z.string().describe('Such as outcome, score, criteria.opening or stages.closing.'),
    before: z.unknown(),
    after: z.unknown(),
    note: z.string().nullable(),
    corrected_by: shownId,
    created_at: shownMoment,
  })
  .meta({ id: 'EvaluationCorrection' })
export type EvaluationCorrection = z.infer<typeof EvaluationCorrection>

export const effectKinds = ['activity', 'task', 'last_contact'] as const
const effectKind = z.enum(effectKinds, `must be one of ${effectKinds.join(', ')}.`)
export type EffectKind = z.infer<typeof effectKind>

export const EvaluationEffect = z
  .object({
    kind: effectKind.describe(
      'activity: logged on contact and deal. task: the next step, on the follow-up date. last_contact: last_contact_date of the deal.',
    ),
    record_id: shownId.describe('The activity or task that was made, or the deal.'),
    created_at: shownMoment,
    undone_at: shownMoment.nullable(),
    undone_by: shownId.nullable(),
  })
  .meta({ id: 'EvaluationEffect' })
export type EvaluationEffect = z.infer<typeof EvaluationEffect>

export const Evaluation = EvaluationSummary.extend({
  content: EvaluationContent.nullable().describe('With corrections; null until it is made.'),
  original_content: EvaluationContent.nullable().describe(
    'As it was made; null while nobody corrected anything.',
  ),
  corrections: z.array(EvaluationCorrection).describe('Newest first.'),
  effects: z
    .array(EvaluationEffect)
    .describe('What evaluations of the conversation changed in the CRM.'),
}).meta({ id: 'Evaluation' })
export type Evaluation = z.infer<typeof Evaluation>

export const EvaluationRequest = z
  .object({
    scorecard_id: id.optional().describe('Default: that of the kind of conversation.'),
  })
  .meta({ id: 'EvaluationRequest' })
export type EvaluationRequest = z.infer<typeof EvaluationRequest>

const percent = z
  .number('must be a number.')
  .min(0, 'must be from 0 to 100.')
  .max(100, 'must be from 0 to 100.')

const criterionCorrection = z
  .strictObject({
    answer: z
      .union([z.boolean(), z.number(), text(2_000), z.null()], 'must be of the criterion’s kind.')
      .optional()
      .describe('As in CriterionAnswer; the score follows from it.'),
    score: z
      .number('must be a number or null.')
      .min(0, 'must be from 0 to 1.')
      .max(1, 'must be from 0 to 1.')
      .nullable()
      .optional()
      .describe('Instead of the one that follows from the answer; null does not count.'),
    comment: optionalText(2_000),
  })
  .meta({ id: 'CriterionCorrection' })
export type CriterionCorrection = z.infer<typeof criterionCorrection>

const stageCorrection = z
  .strictObject({
    note: z
      .number('must be a number or null.')
      .min(0, 'must be from 0 to 10.')
      .max(10, 'must be from 0 to 10.')
      .nullable()
      .optional()
      .describe('0 to 10; null: could not be told.'),
    comment: optionalText(2_000),
  })
  .meta({ id: 'StageCorrection' })
export type StageCorrection = z.infer<typeof stageCorrection>

/** As many as a scorecard has. */
const { criteria: maxCriteria, stages: maxStages } = scorecardLimits

const isWithin = (limit: number) => (all: object) => Object.keys(all).length <= limit

export const EvaluationCorrections = z
  .strictObject({
    outcome: z
      .enum(conversationOutcomes, `must be one of ${conversationOutcomes.join(', ')}.`)
      .optional(),
    score: percent
      .optional()
      .describe(
        'The overall score; without it, it follows from the corrected criteria, or from the stages where there are no criteria.',
      ),
    criteria: z
      .record(z.string(), criterionCorrection)
      .refine(isWithin(maxCriteria), `must name at most ${maxCriteria} criteria.`)
      .optional()
      .describe('By the keys of the criteria.'),
    stages: z
      .record(z.string(), stageCorrection)
      .refine(isWithin(maxStages), `must name at most ${maxStages} stages.`)
      .optional()
      .describe('By the keys of the stages.'),
    follow_up_date: optionalDate.describe('Null: no follow-up.'),
    note: optionalText(2_000).describe('Why; kept with each correction.'),
  })
  .meta({ id: 'EvaluationCorrections' })
export type EvaluationCorrections = z.infer<typeof EvaluationCorrections>

export const UndoEffects = z
  .object({ kind: effectKind.optional().describe('Default: all.') })
  .meta({ id: 'UndoEffects' })
