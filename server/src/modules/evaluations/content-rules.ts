import type { EvaluationContent, EvaluationEngine } from '@parley/contract'

/** What lists and reports need of a content, besides the content. */
export function columnsOf(content: EvaluationContent) {
  const { score, outcome, next_steps: steps, follow_up: followUp, objections } = content
  return {
    content: JSON.stringify(content),
    score,
    outcome: outcome.value,
    hasNextStep: steps.length > 0,
    followUpDate: followUp?.date ?? null,
    objections: objections.length,
    objectionsHandled: objections.filter(({ handled }) => handled).length,
  }
}

/** Names the evaluator for people. */
export function nameOfEngine({ kind, name, model }: EvaluationEngine): string {
  if (kind === 'built_in') return 'built-in rules'
  return model === null ? name : `${name}, ${model}`
}
