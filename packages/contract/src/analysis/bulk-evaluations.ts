import { z } from 'zod'
import { id, requiredMoment, shownId, shownMoment } from '../fields.ts'
import { ConversationKind } from './scorecard-fields.ts'

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
