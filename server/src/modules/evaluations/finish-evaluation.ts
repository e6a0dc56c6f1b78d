import type { EvaluationContent, EvaluationEngine } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { findSpoken } from '../conversations/index.ts'
import type { evaluate } from '../evaluator/index.ts'
import { saveSignals } from '../signals/index.ts'
import { announceEvaluation } from './announce.ts'
import { columnsOf } from './content-rules.ts'
import { makeEffects } from './effects.ts'
import type { ConversationFacts } from './queries.ts'
import { findSettings } from './settings-queries.ts'
import { type Claimed, holdLine, makeCurrent, setEvaluated } from './work-queries.ts'

/** What came of an evaluation, and what it was made from. */
export type Outcome = {
  readonly content: EvaluationContent
  readonly engine: EvaluationEngine
  readonly tracked: Awaited<ReturnType<typeof evaluate>>['tracked']
  readonly facts: ConversationFacts
  readonly scorecardName: string
  readonly spoken: NonNullable<Awaited<ReturnType<typeof findSpoken>>>
}

type Finishing<Next> = {
  readonly workspaceId: string
  readonly claimed: Claimed
  readonly outcome: Outcome
  /** What comes after it, in the same transaction. */
  readonly handOn: (tx: Executor) => Promise<Next>
}

/** Content, what follows from it, and the event, all or none; nothing when it is over already. */
export async function finishEvaluation<Next>(
  context: Context,
  { workspaceId, claimed, outcome, handOn }: Finishing<Next>,
): Promise<Next> {
  const { id: evaluationId } = claimed
  const { content, engine, facts, scorecardName, spoken } = outcome
  const next = await context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    const made = {
      transcriptId: spoken.transcriptId,
      engine: JSON.stringify(engine),
      columns: columnsOf(content),
      at: context.now(),
    }
    const set = await setEvaluated(tx, { workspaceId, evaluationId }, made)
    if (set) {
      const isCurrent = set.isCurrent || (await makeCurrent(tx, workspaceId, evaluationId))
      const actorId = claimed.requestedBy ?? facts.ownerId
      if (isCurrent) {
        const effecting = { tx, context, workspaceId, facts, content, actorId }
        await makeEffects(effecting, await findSettings(tx, workspaceId))
        await saveSignals(tx, context, {
          workspaceId,
          conversationId: facts.id,
          signals: content.signals,
          segments: spoken.segments,
          tracked: outcome.tracked,
        })
      }
      await announceEvaluation(tx, context, {
        workspaceId,
        facts,
        evaluation: {
          id: evaluationId,
          scorecard_id: claimed.scorecardId,
          template: scorecardName,
          template_version: claimed.scorecardVersion,
          is_current: isCurrent,
        },
        content,
        engine,
        correctedBy: null,
      })
    }
    return handOn(tx)
  })
  context.wakeRelay()
  return next
}
