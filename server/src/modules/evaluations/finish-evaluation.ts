import type { EvaluationContent, EvaluationEngine, ScorecardContent } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitAll } from '../../platform/events/event.ts'
import type { selectSpoken } from '../conversations/index.ts'
import type { evaluate } from '../evaluator/index.ts'
import { saveSignals } from '../signals/index.ts'
import { evaluatedEvent } from './announce.ts'
import { columnsOf } from './content-rules.ts'
import { insertCorrection, selectFormerCorrections, setCorrected } from './correction-queries.ts'
import { insertEffects, type NewEffect, selectEffects } from './effect-queries.ts'
import { makeEffects } from './effects.ts'
import { type FormerCorrection, keepCorrections } from './keep-corrections.ts'
import type { ConversationFacts } from './queries.ts'
import { findSettings } from './settings-queries.ts'
import { type Claimed, makeCurrent, setEvaluated } from './work-queries.ts'

/** What came of an evaluation, and what it was made from. */
export type Outcome = {
  readonly claimed: Claimed
  readonly content: EvaluationContent
  readonly engine: EvaluationEngine
  readonly tracked: Awaited<ReturnType<typeof evaluate>>['tracked']
  readonly facts: ConversationFacts
  readonly scorecardName: string
  readonly scorecard: ScorecardContent
  readonly spoken: Awaited<ReturnType<typeof selectSpoken>>[number]
}

/** In the caller's transaction, who holds the line of the workspace. */
type Finishing = {
  readonly tx: Executor
  readonly context: Context
  readonly workspaceId: string
}

/**
 * Contents, what follows from them, and the events; nothing of those that are over already. They are
 * of different conversations. Wake the relay after the commit.
 */
export async function finishEvaluations(
  finishing: Finishing,
  outcomes: readonly Outcome[],
): Promise<void> {
  const { tx, context, workspaceId } = finishing
  const formerOf = await openFormer(finishing, outcomes)
  const set: (Outcome & { readonly isCurrent: boolean })[] = []
  for (const outcome of outcomes) {
    const isCurrent = await store(finishing, outcome)
    if (isCurrent === undefined) continue
    const content = await keepCorrected(finishing, outcome, formerOf(outcome.facts.id))
    set.push({ ...outcome, content, isCurrent })
  }
  const current = set.filter(({ isCurrent }) => isCurrent)
  await tellCrm(finishing, current)
  await saveSignals(
    tx,
    context,
    workspaceId,
    current.map(({ facts, content, spoken, tracked }) => ({
      conversationId: facts.id,
      signals: content.signals,
      segments: spoken.segments,
      tracked,
    })),
  )
  await emitAll(
    tx,
    set.map(({ claimed, facts, content, engine, scorecardName, isCurrent }) =>
      evaluatedEvent(context, {
        workspaceId,
        facts,
        evaluation: {
          id: claimed.id,
          scorecard_id: claimed.scorecardId,
          template: scorecardName,
          template_version: claimed.scorecardVersion,
          is_current: isCurrent,
        },
        content,
        engine,
        correctedBy: null,
      }),
    ),
  )
}

/** Whether it is the one that counts; undefined when it is over already. */
async function store(
  { tx, context, workspaceId }: Finishing,
  { claimed, content, engine, spoken }: Outcome,
): Promise<boolean | undefined> {
  const made = {
    transcriptId: spoken.transcriptId,
    engine: JSON.stringify(engine),
    columns: columnsOf(content),
    at: context.now(),
  }
  const set = await setEvaluated(tx, { workspaceId, evaluationId: claimed.id }, made)
  return set && (set.isCurrent || (await makeCurrent(tx, workspaceId, claimed.id)))
}

/** What people put right in former evaluations of these conversations. */
async function openFormer(
  { tx, workspaceId }: Finishing,
  outcomes: readonly Outcome[],
): Promise<(conversationId: string) => FormerCorrection[]> {
  const ids = outcomes.map(({ facts }) => facts.id)
  const rows = await selectFormerCorrections(tx, workspaceId, ids)
  return (conversationId) =>
    rows
      .filter((row) => row.conversationId === conversationId)
      .map(({ after, content, ...row }) => ({
        ...row,
        after: JSON.parse(after) as unknown,
        content: content === null ? null : (JSON.parse(content) as EvaluationContent),
      }))
}

/** The content with former corrections in it, which are logged anew. */
async function keepCorrected(
  { tx, context, workspaceId }: Finishing,
  { claimed, content: made, scorecard }: Outcome,
  former: readonly FormerCorrection[],
): Promise<EvaluationContent> {
  if (former.length === 0) return made
  const of = { id: claimed.scorecardId, content: scorecard }
  const { content, changes } = keepCorrections(made, of, former)
  if (changes.length === 0) return made
  const evaluation = { workspaceId, id: claimed.id }
  await setCorrected(tx, evaluation, columnsOf(content))
  for (const { before, after, ...change } of changes) {
    await insertCorrection(tx, {
      ...change,
      workspaceId,
      id: context.newId(),
      evaluationId: claimed.id,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      at: context.now(),
    })
  }
  return content
}

async function tellCrm(
  { tx, context, workspaceId }: Finishing,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const wants = await findSettings(tx, workspaceId)
  const ids = outcomes.map(({ facts }) => facts.id)
  const before = await selectEffects(tx, workspaceId, ids)
  const made: NewEffect[] = []
  for (const { claimed, facts, content } of outcomes) {
    const ofIt = before.filter(({ conversation_id: id }) => id === facts.id)
    const done = ofIt.map(({ kind }) => kind)
    const actorId = claimed.requestedBy ?? facts.ownerId
    const effecting = { tx, context, workspaceId, facts, content, actorId, done }
    made.push(...(await makeEffects(effecting, wants)))
  }
  await insertEffects(tx, workspaceId, made, context.now())
}
