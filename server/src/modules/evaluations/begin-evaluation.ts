import type { ConversationKind, EvaluationSummary } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { chooseScorecard } from '../scorecards/index.ts'
import { toSummary } from './evaluations.ts'
import { type Chosen, insertEvaluations, type NewRow, selectWithWords } from './bulk-queries.ts'
import {
  type ConversationFacts,
  findConversation,
  findEvaluation,
  insertEvaluation,
  type NewEvaluation,
} from './queries.ts'
import { type AboutConversations, queueEvaluation, startWaiting } from './queue.ts'
import { findSettings } from './settings-queries.ts'
import { hasRoom, holdLine } from './work-queries.ts'

/** Of transcripts that are ready: adds an evaluation unless there is one, or nobody wants any. */
export async function beginEvaluations(
  context: Context,
  { workspaceId, conversationIds }: AboutConversations,
): Promise<void> {
  const { db } = context
  const { is_automatic: isAutomatic } = await findSettings(db, workspaceId)
  if (!isAutomatic) return
  const spoken = await selectWithWords(db, workspaceId, conversationIds)
  if (spoken.length === 0) return
  const rows = await rowsOf(context, workspaceId, spoken, undefined)
  await db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    await insertEvaluations(tx, { workspaceId, rows, at: context.now() })
    await startWaiting(tx, workspaceId)
  })
}

/** An evaluation of each, with the default scorecard of its kind, or with the one that is named. */
export async function rowsOf(
  context: Context,
  workspaceId: string,
  chosen: readonly Chosen[],
  scorecardId: string | undefined,
): Promise<NewRow[]> {
  // A scorecard that is named must be one, also when nothing matches.
  const kinds = new Set<ConversationKind>(scorecardId ? ['call'] : chosen.map(({ kind }) => kind))
  const scorecards = new Map<ConversationKind, { id: string; version: number }>()
  for (const kind of kinds) {
    scorecards.set(kind, await chooseScorecard(context, { workspaceId, kind, scorecardId }))
  }
  return chosen.flatMap(({ id, kind }) => {
    const scorecard = scorecards.get(scorecardId ? 'call' : kind)
    if (!scorecard) return []
    const { id: scorecard_id, version: scorecard_version } = scorecard
    return [{ id: context.newId(), conversation_id: id, scorecard_id, scorecard_version }]
  })
}

/** Adds an evaluation that somebody asks for. */
export async function requestEvaluation(
  context: Context,
  principal: Principal,
  wanted: { readonly conversationId: string; readonly scorecardId: string | undefined },
): Promise<EvaluationSummary> {
  const { db } = context
  const { workspaceId, userId: requestedBy } = principal
  const { scorecardId } = wanted
  const facts = await findConversation(db, principal, wanted.conversationId)
  if (!facts) throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  if (!facts.hasWords) {
    throw new AppError('CONFLICT', 'The conversation has no transcript that could be evaluated.')
  }
  const added = await choose(context, { workspaceId, facts, requestedBy, scorecardId })
  const row = await db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    await insertEvaluation(tx, added)
    await getInLine(tx, added)
    return findEvaluation(tx, principal, added.id)
  })
  if (!row) throw new AppError('CONVERSATION_NOT_FOUND', 'The conversation was just deleted.')
  return toSummary(row)
}

type Choice = {
  readonly workspaceId: string
  readonly facts: ConversationFacts
  readonly requestedBy: string | null
  readonly scorecardId?: string | undefined
}

async function choose(context: Context, choice: Choice): Promise<NewEvaluation> {
  const { workspaceId, facts, requestedBy, scorecardId } = choice
  const chosen = await chooseScorecard(context, { workspaceId, kind: facts.kind, scorecardId })
  return {
    workspaceId,
    id: context.newId(),
    conversationId: facts.id,
    scorecardId: chosen.id,
    scorecardVersion: chosen.version,
    requestedBy,
    at: context.now(),
  }
}

/** Where all that wait may begin, it begins; otherwise one of those at work hands over to it. */
async function getInLine(tx: Executor, { workspaceId, id }: NewEvaluation): Promise<void> {
  if (await hasRoom(tx, workspaceId)) await queueEvaluation(tx, { workspaceId, evaluationId: id })
}
