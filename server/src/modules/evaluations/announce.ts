import type { EvaluationContent, EvaluationEngine, EventData } from '@parley/contract'
import type { Context } from '../../context.ts'
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

/** To be emitted in the transaction that stores the content. */
export function evaluatedEvent(
  context: Context,
  { workspaceId, facts, evaluation, content, engine, correctedBy }: Announced,
) {
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
  return {
    workspaceId,
    id: context.newId(),
    name: 'conversation.evaluated',
    subjectType: 'conversation',
    subjectId: facts.id,
    actorUserId: correctedBy,
    payload: JSON.stringify(data),
  }
}
