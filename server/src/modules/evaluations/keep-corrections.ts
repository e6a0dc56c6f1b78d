import type {
  ConversationOutcome,
  CriterionCorrection,
  EvaluationContent,
  EvaluationCorrections,
  ScorecardContent,
} from '@parley/contract'
import { answerInRange, overallScore } from '../scorecards/index.ts'
import { applyCorrections } from './apply-corrections.ts'

/** The last correction of a field in any evaluation of the conversation. */
export type FormerCorrection = {
  readonly field: string
  readonly after: unknown
  readonly scorecardId: string
  readonly note: string | null
  readonly correctedBy: string
  /** Of the criteria of the evaluation that was corrected, as they are now; of a score alone. */
  readonly criteria: EvaluationContent['criteria'] | null
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

const criterionKey = (field: string): string | undefined =>
  field.startsWith('criteria.') ? field.slice('criteria.'.length) : undefined

/** A scorecard may have changed since: nothing is made of what it no longer takes. */
function fits(
  { field, after, criteria }: FormerCorrection,
  content: EvaluationContent,
  scorecard: ScorecardContent,
): boolean {
  // One that followed from the answers follows from those that are kept.
  if (field === 'score') return typeof after === 'number' && overallScore(criteria ?? []) !== after
  const key = criterionKey(field)
  const answer = content.criteria.find((one) => one.key === key)
  const criterion = scorecard.criteria.find((one) => one.key === key)
  if (!answer || !criterion) return false
  const { answer: wanted = null } = after as CriterionCorrection
  return wanted === null || answerInRange(criterion, wanted) !== null
}

function wantedOf(kept: readonly FormerCorrection[]): EvaluationCorrections {
  const criteria: Record<string, CriterionCorrection> = {}
  let wanted: EvaluationCorrections = { criteria }
  for (const { field, after } of kept) {
    const key = criterionKey(field)
    if (key !== undefined) criteria[key] = after as CriterionCorrection
    else if (field === 'outcome') wanted = { ...wanted, outcome: after as ConversationOutcome }
    else if (field === 'score') wanted = { ...wanted, score: after as number }
    else wanted = { ...wanted, follow_up_date: after as string | null }
  }
  return wanted
}
