import type {
  Criterion,
  CriterionAnswer,
  CriterionCorrection,
  EvaluationContent,
  EvaluationCorrections,
  ScorecardContent,
} from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import { answerInRange, overallScore, shareOf } from '../scorecards/index.ts'

/** One field that somebody put right. */
export type Correction = {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

type Corrected = {
  readonly content: EvaluationContent
  /** Only what came out differently. */
  readonly changes: readonly Correction[]
}

/**
 * The content with the corrections in it. Where criteria are corrected and no overall score is given,
 * it is reckoned anew by the rules of the scorecard. Refuses what the scorecard does not know.
 */
export function applyCorrections(
  former: EvaluationContent,
  scorecard: ScorecardContent,
  wanted: EvaluationCorrections,
): Corrected {
  const changes: Correction[] = []
  const note = (field: string, before: unknown, after: unknown) => {
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ field, before, after })
  }
  requireKnown(former, wanted)
  const criteria = former.criteria.map((answer) => {
    const correction = wanted.criteria?.[answer.key]
    if (!correction) return answer
    const corrected = correct(answer, correction, scorecard)
    note(`criteria.${answer.key}`, partOf(answer), partOf(corrected))
    return corrected
  })
  const { outcome = former.outcome.value } = wanted
  note('outcome', former.outcome.value, outcome)
  const followUp = followUpAfter(former, wanted)
  note('follow_up_date', former.follow_up?.date ?? null, followUp?.date ?? null)
  const score = wanted.score ?? scoreAfter(former, criteria, scorecard)
  note('score', former.score, score)
  const content = {
    ...former,
    criteria,
    outcome:
      outcome === former.outcome.value
        ? former.outcome
        : { ...former.outcome, value: outcome, confidence: 1 },
    follow_up: followUp,
    score,
  }
  return { content, changes }
}

function requireKnown({ criteria }: EvaluationContent, wanted: EvaluationCorrections): void {
  const known = new Set(criteria.map(({ key }) => key))
  const unknown = Object.keys(wanted.criteria ?? {}).find((key) => !known.has(key))
  if (unknown === undefined) return
  const field = `criteria.${unknown}`.slice(0, 200)
  throw invalid(field, `The scorecard has no criterion '${unknown.slice(0, 100)}'.`)
}

const partOf = ({ answer, score, comment }: CriterionAnswer) => ({ answer, score, comment })

function correct(
  former: CriterionAnswer,
  { answer = former.answer, score, comment = former.comment }: CriterionCorrection,
  scorecard: ScorecardContent,
): CriterionAnswer {
  const criterion = criterionOf(former, scorecard)
  const value = answerInRange(criterion, answer)
  if (value === null && answer !== null) {
    throw invalid(`criteria.${former.key}.answer`, `The criterion takes a ${criterion.kind}.`)
  }
  const follows = answer === former.answer ? former.score : shareOf(criterion, value)
  return { ...former, answer: value, score: score === undefined ? follows : score, comment }
}

function criterionOf(
  { key, kind }: CriterionAnswer,
  { criteria }: ScorecardContent,
): Pick<Criterion, 'kind' | 'max'> {
  return criteria.find((criterion) => criterion.key === key) ?? { kind, max: null }
}

/** Talks of types that the scorecard does not score stay without a score. */
function scoreAfter(
  former: EvaluationContent,
  criteria: readonly CriterionAnswer[],
  { scored_talk_types: scored }: ScorecardContent,
): number | null {
  const isSame = criteria.every((answer, index) => answer === former.criteria[index])
  const isUnscored = scored.length > 0 && !scored.includes(former.talk_type)
  return isSame || isUnscored ? former.score : overallScore(criteria)
}

function followUpAfter(
  { follow_up: former }: EvaluationContent,
  { follow_up_date: date }: EvaluationCorrections,
): EvaluationContent['follow_up'] {
  if (date === undefined || date === former?.date) return former
  if (date === null) return null
  return { date, time: null, at: null, source: 'person', evidence: [] }
}
