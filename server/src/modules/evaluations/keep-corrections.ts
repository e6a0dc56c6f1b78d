import type {
  ConversationOutcome,
  CriterionCorrection,
  EvaluationContent,
  EvaluationCorrections,
  ScorecardContent,
  StageCorrection,
} from '@parley/contract'
import { answerInRange, scoreOfAnswers } from '../scorecards/index.ts'
import { applyCorrections } from './apply-corrections.ts'

/** The last correction of a field in any evaluation of the conversation. */
export type FormerCorrection = {
  readonly field: string
  readonly after: unknown
  readonly scorecardId: string
  readonly note: string | null
  readonly correctedBy: string
  /** Of the evaluation that was corrected, as it is now; of a score alone. */
  readonly content: Pick<EvaluationContent, 'criteria' | 'stages'> | null
}

type Kept = {
  readonly content: EvaluationContent
  readonly changes: readonly {
    readonly field: string
    readonly before: unknown
    readonly after: unknown
    readonly note: string | null
    readonly correctedBy: string
  }[]
}

/**
 * What people put right of a conversation stays right when it is evaluated anew: outcome and follow-up
 * whatever the scorecard, scores and answers of the same scorecard as far as it still has the criterion.
 */
export function keepCorrections(
  content: EvaluationContent,
  scorecard: { readonly id: string; readonly content: ScorecardContent },
  /** Oldest first. */
  former: readonly FormerCorrection[],
): Kept {
  const kept = former.filter(
    (one) =>
      isOfTalk(one) || (one.scorecardId === scorecard.id && fits(one, content, scorecard.content)),
  )
  if (kept.length === 0) return { content, changes: [] }
  const corrected = applyCorrections(content, scorecard.content, wantedOf(kept))
  const changes = corrected.changes.flatMap((change) => {
    // A score that follows from kept answers is put down to whoever corrected those.
    const by = kept.findLast(({ field }) => field === change.field) ?? kept.at(-1)
    return by ? [{ ...change, note: by.note, correctedBy: by.correctedBy }] : []
  })
  return { content: corrected.content, changes }
}

const isOfTalk = ({ field }: FormerCorrection) => field === 'outcome' || field === 'follow_up_date'

const keyOf = (field: string, list: 'criteria' | 'stages'): string | undefined =>
  field.startsWith(`${list}.`) ? field.slice(list.length + 1) : undefined

/** A scorecard may have changed since: nothing is made of what it no longer takes. */
function fits(
  { field, after, content: corrected }: FormerCorrection,
  content: EvaluationContent,
  scorecard: ScorecardContent,
): boolean {
  // One that followed from the answers follows from those that are kept.
  if (field === 'score') {
    const { criteria = [], stages = [] } = corrected ?? {}
    return typeof after === 'number' && scoreOfAnswers({ criteria, stages }) !== after
  }
  const stage = keyOf(field, 'stages')
  if (stage !== undefined) return content.stages.some(({ key }) => key === stage)
  const key = keyOf(field, 'criteria')
  const answer = content.criteria.find((one) => one.key === key)
  const criterion = scorecard.criteria.find((one) => one.key === key)
  if (!answer || !criterion) return false
  const { answer: wanted = null } = after as CriterionCorrection
  return wanted === null || answerInRange(criterion, wanted) !== null
}

function wantedOf(kept: readonly FormerCorrection[]): EvaluationCorrections {
  const criteria: Record<string, CriterionCorrection> = {}
  const stages: Record<string, StageCorrection> = {}
  let wanted: EvaluationCorrections = { criteria, stages }
  for (const { field, after } of kept) {
    const key = keyOf(field, 'criteria')
    const stage = keyOf(field, 'stages')
    if (key !== undefined) criteria[key] = after as CriterionCorrection
    else if (stage !== undefined) stages[stage] = after as StageCorrection
    else if (field === 'outcome') wanted = { ...wanted, outcome: after as ConversationOutcome }
    else if (field === 'score') wanted = { ...wanted, score: after as number }
    else wanted = { ...wanted, follow_up_date: after as string | null }
  }
  return wanted
}
