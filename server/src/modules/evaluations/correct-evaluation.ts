import type {
  Evaluation,
  EvaluationContent,
  EvaluationCorrections,
  EvaluationEngine,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { emitJson } from '../../platform/events/event.ts'
import { chooseScorecard } from '../scorecards/index.ts'
import { evaluatedEvent } from './announce.ts'
import { applyCorrections, type Correction } from './apply-corrections.ts'
import { columnsOf } from './content-rules.ts'
import { insertCorrection, lockEvaluation, setCorrected } from './correction-queries.ts'
import { required, showWhole } from './evaluations.ts'
import { type EvaluationRow, findConversation, findEvaluation } from './queries.ts'
import { requireLeader } from './settings.ts'

/** The corrections win over what was found, and each is logged. What changes nothing is not. */
export async function correctEvaluation(
  context: Context,
  principal: Principal,
  id: string,
  corrections: EvaluationCorrections,
): Promise<Evaluation> {
  const { workspaceId } = principal
  const known = required(await findEvaluation(context.db, principal, id))
  requireLeader(principal, 'Evaluations are corrected')
  if (Object.keys(corrections).every((field) => field === 'note')) {
    throw invalid('outcome', 'Name at least one field to correct besides the note.')
  }
  const scorecard = await chooseScorecard(context, {
    workspaceId,
    // The one it was made with, whatever is the default by now.
    kind: 'call',
    scorecardId: known.scorecard_id,
    version: known.scorecard_version,
  })
  const corrected = await context.db.transaction(async (tx) => {
    await lockEvaluation(tx, workspaceId, id)
    const row = required(await findEvaluation(tx, principal, id))
    if (row.content === null) {
      throw new AppError('CONFLICT', 'Only an evaluation that was made can be corrected.')
    }
    const former = JSON.parse(row.content) as EvaluationContent
    const { content, changes } = applyCorrections(former, scorecard.content, corrections)
    if (changes.length > 0) {
      await setCorrected(tx, { workspaceId, id }, columnsOf(content))
      await log(tx, context, principal, { id, changes, note: corrections.note ?? null })
      await announce(tx, context, principal, { row, content })
    }
    return showWhole(tx, workspaceId, required(await findEvaluation(tx, principal, id)))
  })
  context.wakeRelay()
  return corrected
}

type Logged = {
  readonly id: string
  readonly changes: readonly Correction[]
  readonly note: string | null
}

async function log(
  tx: Executor,
  context: Context,
  { workspaceId, userId }: Principal,
  { id, changes, note }: Logged,
): Promise<void> {
  for (const { field, before, after } of changes) {
    await insertCorrection(tx, {
      workspaceId,
      id: context.newId(),
      evaluationId: id,
      field,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      note,
      correctedBy: userId,
      at: context.now(),
    })
  }
}

async function announce(
  tx: Executor,
  context: Context,
  principal: Principal,
  { row, content }: { readonly row: EvaluationRow; readonly content: EvaluationContent },
): Promise<void> {
  const facts = await findConversation(tx, principal, row.conversation_id)
  if (!facts || row.engine === null) return
  const event = evaluatedEvent(context, {
    workspaceId: principal.workspaceId,
    facts,
    evaluation: {
      id: row.id,
      scorecard_id: row.scorecard_id,
      template: row.scorecard_name,
      template_version: row.scorecard_version,
      is_current: row.is_current,
    },
    content,
    engine: JSON.parse(row.engine) as EvaluationEngine,
    correctedBy: principal.userId,
  })
  await emitJson(tx, event)
}
