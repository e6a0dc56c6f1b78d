import type {
  ConversationInFull,
  CriterionAnswer,
  EvaluationContent,
  EvaluationCorrections,
  StageNote,
} from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { tell, tellFailure } from '../../../ui/toast.ts'

/** What of a list of answers is corrected, by key. */
type Changes<Kind extends 'criteria' | 'stages'> = NonNullable<EvaluationCorrections[Kind]>

/** As it is shown until the server has reckoned the rest, such as the overall score. */
function withCorrections(
  content: EvaluationContent,
  { outcome, criteria = {}, stages = {} }: EvaluationCorrections,
): EvaluationContent {
  return {
    ...content,
    outcome: outcome ? { ...content.outcome, value: outcome } : content.outcome,
    criteria: content.criteria.map((one) => withAnswer(one, criteria)),
    stages: content.stages.map((one) => withNote(one, stages)),
  }
}

function withAnswer(one: CriterionAnswer, changes: Changes<'criteria'>): CriterionAnswer {
  const { answer, score, comment } = changes[one.key] ?? {}
  return {
    ...one,
    ...(answer !== undefined && { answer, score: Number(answer === true) }),
    ...(score !== undefined && { score }),
    ...(comment !== undefined && { comment }),
  }
}

function withNote(one: StageNote, changes: Changes<'stages'>): StageNote {
  const { note, comment } = changes[one.key] ?? {}
  return { ...one, ...(note !== undefined && { note }), ...(comment !== undefined && { comment }) }
}

/** Corrects the evaluation that counts: seen at once, taken back when the server refuses. */
export function useCorrect({ id, evaluation }: ConversationInFull) {
  const cache = useQueryClient()
  const queryKey = ['conversations', 'one', id]
  return useMutation({
    mutationFn: (corrections: EvaluationCorrections) =>
      parley.evaluations.correct(evaluation?.id ?? '', corrections),
    async onMutate(corrections) {
      await cache.cancelQueries({ queryKey })
      const before = cache.getQueryData<ConversationInFull>(queryKey)
      const content = before?.evaluation?.content
      if (before?.evaluation && content) {
        cache.setQueryData<ConversationInFull>(queryKey, {
          ...before,
          evaluation: { ...before.evaluation, content: withCorrections(content, corrections) },
        })
      }
      return before
    },
    onSuccess: () => tell(t('scorecard.saved')),
    onError(error, _, before) {
      if (before) cache.setQueryData(queryKey, before)
      tellFailure(error)
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
}
