import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import {
  flag,
  id,
  optionalDate,
  optionalText,
  requiredMoment,
  shownDate,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import {
  ConversationOutcome,
  conversationOutcomes,
  EvaluationContent,
  EvaluationEngine,
} from './evaluation.ts'
import { ConversationKind } from './scorecard-fields.ts'

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
    field: z.string().describe('Such as outcome, score or criteria.opening.'),
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

/** As many as a scorecard has criteria. */
const maxCriteria = 50

export const EvaluationCorrections = z
  .strictObject({
    outcome: z
      .enum(conversationOutcomes, `must be one of ${conversationOutcomes.join(', ')}.`)
      .optional(),
    score: percent
      .optional()
      .describe('The overall score; without it, it follows from the corrected criteria.'),
    criteria: z
      .record(z.string(), criterionCorrection)
      .refine((all) => Object.keys(all).length <= maxCriteria, 'must name at most 50 criteria.')
      .optional()
      .describe('By the keys of the criteria.'),
    follow_up_date: optionalDate.describe('Null: no follow-up.'),
    note: optionalText(2_000).describe('Why; kept with each correction.'),
  })
  .meta({ id: 'EvaluationCorrections' })
export type EvaluationCorrections = z.infer<typeof EvaluationCorrections>

/** More conversations are asked for by narrower ranges. */
export const maxBulkEvaluations = 10_000

export const BulkEvaluationRequest = z
  .object({
    from: requiredMoment.optional().describe('Conversations that began at this moment or later.'),
    to: requiredMoment.optional().describe('Conversations that began before this moment.'),
    owner_id: id.optional(),
    kind: ConversationKind.optional(),
    scorecard_id: id.optional().describe('Default: for each conversation, that of its kind.'),
  })
  .meta({ id: 'BulkEvaluationRequest' })
export type BulkEvaluationRequest = z.infer<typeof BulkEvaluationRequest>

export const BulkEvaluationStarted = z
  .object({ id: shownId, total: z.int().min(0).describe('Conversations with a transcript.') })
  .meta({ id: 'BulkEvaluationStarted' })

export const BulkEvaluation = z
  .object({
    id: shownId,
    status: z.enum(['running', 'completed', 'canceled']),
    total: z.int().min(0),
    pending: z.int().min(0),
    processing: z.int().min(0),
    evaluated: z.int().min(0),
    failed: z.int().min(0),
    canceled: z.int().min(0),
    progress: z.number().min(0).max(100).describe('Percent that is over.'),
    requested_by: shownId,
    created_at: shownMoment,
    canceled_at: shownMoment.nullable(),
  })
  .meta({ id: 'BulkEvaluation' })
export type BulkEvaluation = z.infer<typeof BulkEvaluation>

export const UndoEffects = z
  .object({ kind: effectKind.optional().describe('Default: all.') })
  .meta({ id: 'UndoEffects' })

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

const common = { tag: 'Evaluations', access: 'key', resource: 'conversations' } as const
const ofConversation = '/functions/v1/api-v1-conversations/:id'
const path = '/functions/v1/evaluations'
const bulkPath = '/functions/v1/bulk-evaluations'
const settingsPath = '/functions/v1/settings/analysis'
const params = z.object({ id })
const byLeaders = 'By owners, admins and managers.'

export const evaluationEndpoints = {
  list: endpoint({
    ...common,
    id: 'listEvaluations',
    method: 'GET',
    path: `${ofConversation}/evaluations`,
    summary: 'Evaluations of a conversation, newest first',
    scope: 'read',
    params,
    query: pageQuery,
    reply: listOf(EvaluationSummary),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  request: endpoint({
    ...common,
    id: 'requestEvaluation',
    method: 'POST',
    path: `${ofConversation}/evaluations`,
    summary: 'Evaluate a conversation anew',
    description: 'With the default scorecard of its kind, or another one. Former ones are kept.',
    scope: 'write',
    params,
    body: EvaluationRequest,
    reply: dataOf(EvaluationSummary),
    status: 202,
    errors: ['CONVERSATION_NOT_FOUND', 'SCORECARD_NOT_FOUND', 'CONFLICT'],
  }),
  undoEffects: endpoint({
    ...common,
    id: 'undoEvaluationEffects',
    method: 'POST',
    path: `${ofConversation}/effects/undo`,
    summary: 'Take back what evaluations changed in the CRM',
    description:
      'Deletes the activity and the task that were made, and gives the deal its former last_contact_date unless somebody changed it since. What was taken back is not made again.',
    scope: 'write',
    params,
    body: UndoEffects,
    reply: dataOf(z.array(EvaluationEffect)),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  get: endpoint({
    ...common,
    id: 'getEvaluation',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'An evaluation with its content, corrections and effects',
    scope: 'read',
    params,
    reply: dataOf(Evaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  correct: endpoint({
    ...common,
    id: 'correctEvaluation',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Correct an evaluation',
    description: `${byLeaders} The correction wins, is logged, and what was made stays in original_content.`,
    scope: 'write',
    params,
    body: EvaluationCorrections,
    reply: dataOf(Evaluation),
    errors: ['EVALUATION_NOT_FOUND', 'CONFLICT'],
  }),
  cancel: endpoint({
    ...common,
    id: 'cancelEvaluation',
    method: 'POST',
    path: `${path}/:id/cancel`,
    summary: 'Cancel an evaluation that is not over',
    scope: 'write',
    params,
    reply: dataOf(EvaluationSummary),
    errors: ['EVALUATION_NOT_FOUND', 'CONFLICT'],
  }),
  startBulk: endpoint({
    ...common,
    id: 'startBulkEvaluation',
    method: 'POST',
    path: bulkPath,
    summary: 'Evaluate many conversations',
    description: `${byLeaders} At most ${maxBulkEvaluations.toLocaleString('en')} conversations at a time; more are refused. Single requests go before them.`,
    scope: 'write',
    body: BulkEvaluationRequest,
    reply: dataOf(BulkEvaluationStarted),
    status: 202,
    errors: ['SCORECARD_NOT_FOUND', 'MEMBER_NOT_FOUND', 'CONFLICT'],
  }),
  getBulk: endpoint({
    ...common,
    id: 'getBulkEvaluation',
    method: 'GET',
    path: `${bulkPath}/:id`,
    summary: 'How far a bulk evaluation has come',
    scope: 'read',
    params,
    reply: dataOf(BulkEvaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  cancelBulk: endpoint({
    ...common,
    id: 'cancelBulkEvaluation',
    method: 'POST',
    path: `${bulkPath}/:id/cancel`,
    summary: 'Cancel what is left of a bulk evaluation',
    description: 'What is evaluated already stays. Cancelling again changes nothing.',
    scope: 'write',
    params,
    reply: dataOf(BulkEvaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  getSettings: endpoint({
    tag: 'Evaluations',
    access: 'key',
    id: 'getAnalysisSettings',
    method: 'GET',
    path: settingsPath,
    summary: 'When conversations are evaluated, and what follows in the CRM',
    scope: 'read',
    reply: dataOf(AnalysisSettings),
  }),
  updateSettings: endpoint({
    tag: 'Evaluations',
    access: 'key',
    id: 'updateAnalysisSettings',
    method: 'PATCH',
    path: settingsPath,
    summary: 'Change when conversations are evaluated, and what follows',
    description: byLeaders,
    scope: 'write',
    body: AnalysisSettingsChange,
    reply: dataOf(AnalysisSettings),
  }),
} as const
