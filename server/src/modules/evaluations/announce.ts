import type { EvaluationContent, EvaluationEngine, EventData } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { nameOfEngine } from './content-rules.ts'
import type { ConversationFacts } from './queries.ts'

type Told = EventData<'conversation.evaluated'>

type Announced = {
  readonly workspaceId: string
  readonly facts: ConversationFacts
  readonly evaluation: Pick<
    Told['evaluation'],
    'id' | 'scorecard_id' | 'template' | 'template_version' | 'is_current'
  >
  readonly content: EvaluationContent
  readonly engine: EvaluationEngine
  readonly correctedBy: string | null
}

/** In the transaction that stores the content. Wake the relay after the commit. */
export async function announceEvaluation(
  tx: Executor,
  context: Context,
  { workspaceId, facts, evaluation, content, engine, correctedBy }: Announced,
): Promise<void> {
  const data: Told = {
    conversation: {
      id: facts.id,
      kind: facts.kind,
      title: facts.title,
      owner_id: facts.ownerId,
      contact_id: facts.contactId,
      company_id: facts.companyId,
      deal_id: facts.dealId,
    },
    evaluation: {
      ...evaluation,
      evaluator: nameOfEngine(engine),
      corrected_by: correctedBy,
      score: content.score,
      outcome: content.outcome.value,
      summary: content.summary.text,
      next_steps: content.next_steps.map(({ text }) => text),
      follow_up_date: content.follow_up?.date ?? null,
    },
  }
  await emit(tx, {
    workspaceId,
    id: context.newId(),
    name: 'conversation.evaluated',
    subjectType: 'conversation',
    subjectId: facts.id,
    actorUserId: correctedBy,
    data,
  })
}
