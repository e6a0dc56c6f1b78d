import type {
  Evaluation,
  EvaluationContent,
  EvaluationEngine,
  EvaluationSummary,
  Pagination,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { selectCorrections } from './correction-queries.ts'
import { selectEffects } from './effect-queries.ts'
import { toEffect } from './effects.ts'
import {
  type EvaluationRow,
  findConversation,
  findEvaluation,
  type SummaryRow,
  selectEvaluations,
  setCanceled,
} from './queries.ts'
import { startWaiting } from './queue.ts'
import { holdLine } from './work-queries.ts'

type Paged = { readonly limit: number; readonly offset: number }

export async function listEvaluations(
  { db }: Context,
  principal: Principal,
  conversationId: string,
  paged: Paged,
) {
  if (!(await findConversation(db, principal, conversationId))) {
    throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  }
  const { workspaceId } = principal
  const { rows, total } = await selectEvaluations(db, { workspaceId, conversationId }, paged)
  const { limit, offset } = paged
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + rows.length < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return { data: rows.map(toSummary), error: null, count: total, pagination }
}

export async function getEvaluation(
  { db }: Pick<Context, 'db'>,
  principal: Principal,
  id: string,
): Promise<Evaluation> {
  return showWhole(db, principal.workspaceId, required(await findEvaluation(db, principal, id)))
}

/** With everything that hangs on it. */
export async function showWhole(
  db: Executor,
  workspaceId: string,
  row: EvaluationRow,
): Promise<Evaluation> {
  const corrections = await selectCorrections(db, workspaceId, row.id)
  const effects = await selectEffects(db, workspaceId, [row.conversation_id])
  return {
    ...toSummary(row),
    content: contentOf(row.content),
    original_content: contentOf(row.original_content),
    corrections: corrections.map(({ before, after, ...rest }) => ({
      ...rest,
      before: JSON.parse(before) as unknown,
      after: JSON.parse(after) as unknown,
    })),
    effects: effects.map(toEffect),
  }
}

const contentOf = (json: string | null) =>
  json === null ? null : (JSON.parse(json) as EvaluationContent)

export async function cancelEvaluation(
  context: Context,
  principal: Principal,
  id: string,
): Promise<EvaluationSummary> {
  const { workspaceId } = principal
  return context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    required(await findEvaluation(tx, principal, id))
    if (!(await setCanceled(tx, workspaceId, id, context.now()))) {
      throw new AppError('CONFLICT', 'The evaluation is over already.')
    }
    await startWaiting(tx, workspaceId)
    return toSummary(required(await findEvaluation(tx, principal, id)))
  })
}

export function required(row: EvaluationRow | undefined): EvaluationRow {
  if (!row) throw new AppError('EVALUATION_NOT_FOUND', 'There is no such evaluation.')
  return row
}

export function toSummary(row: SummaryRow): EvaluationSummary {
  const { engine, failure: code, failure_message: message, is_retriable: retriable } = row
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    transcript_id: row.transcript_id,
    scorecard_id: row.scorecard_id,
    scorecard_name: row.scorecard_name,
    scorecard_version: row.scorecard_version,
    status: row.status,
    is_current: row.is_current,
    score: row.score,
    outcome: row.outcome,
    has_next_step: row.has_next_step,
    follow_up_date: row.follow_up_date,
    objections: row.objections,
    objections_handled: row.objections_handled,
    engine: engine === null ? null : (JSON.parse(engine) as EvaluationEngine),
    failure:
      code === null ? null : { code, message: message ?? '', is_retriable: retriable === true },
    is_corrected: row.is_corrected,
    attempts: row.attempts,
    requested_by: row.requested_by,
    bulk_id: row.bulk_id,
    created_at: row.created_at,
    started_at: row.started_at,
    completed_at: row.completed_at,
  }
}
