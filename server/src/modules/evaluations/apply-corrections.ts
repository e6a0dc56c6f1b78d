import type {
  Criterion,
  CriterionAnswer,
  CriterionCorrection,
  EvaluationContent,
  EvaluationCorrections,
  ScorecardContent,
  StageCorrection,
  StageNote,
} from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import { answerInRange, isValidated, scoreOfAnswers, shareOf } from '../scorecards/index.ts'

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
 * The content with the corrections in it. Where criteria or stages are corrected and no overall score
 * is given, it is reckoned anew by the rules of the scorecard. Refuses what the scorecard does not know.
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
  const stages = former.stages.map((stage) => {
    const correction = wanted.stages?.[stage.key]
    if (!correction) return stage
    const corrected = correctStage(stage, correction)
    note(`stages.${stage.key}`, partOfStage(stage), partOfStage(corrected))
    return corrected
  })
  const { outcome = former.outcome.value } = wanted
  note('outcome', former.outcome.value, outcome)
  const followUp = followUpAfter(former, wanted)
  note('follow_up_date', former.follow_up?.date ?? null, followUp?.date ?? null)
  const score = wanted.score ?? scoreAfter(former, { criteria, stages }, scorecard)
  note('score', former.score, score)
  const content = {
    ...former,
    criteria,
    stages,
    outcome:
      outcome === former.outcome.value
        ? former.outcome
        : { ...former.outcome, value: outcome, confidence: 1 },
    follow_up: followUp,
    score,
  }
  return { content, changes }
}

function requireKnown(former: EvaluationContent, wanted: EvaluationCorrections): void {
  for (const list of ['criteria', 'stages'] as const) {
    const known = new Set(former[list].map(({ key }) => key))
    const unknown = Object.keys(wanted[list] ?? {}).find((key) => !known.has(key))
    if (unknown === undefined) continue
    const field = `${list}.${unknown}`.slice(0, 200)
    const one = list === 'criteria' ? 'criterion' : 'stage'
    throw invalid(field, `The scorecard has no ${one} '${unknown.slice(0, 100)}'.`)
  }
}

const partOfStage = ({ note, comment }: StageNote) => ({ note, comment })

const correctStage = (
  former: StageNote,
  { note = former.note, comment = former.comment }: StageCorrection,
): StageNote => ({ ...former, note, comment, validated: isValidated(note) })

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
  { criteria, stages }: Pick<EvaluationContent, 'criteria' | 'stages'>,
  { scored_talk_types: scored }: ScorecardContent,
): number | null {
  const isSame =
    criteria.every((answer, index) => answer === former.criteria[index]) &&
    stages.every((stage, index) => stage === former.stages[index])
  const isUnscored = scored.length > 0 && !scored.includes(former.talk_type)
  return isSame || isUnscored ? former.score : scoreOfAnswers({ criteria, stages })
}

function followUpAfter(
  { follow_up: former }: EvaluationContent,
  { follow_up_date: date }: EvaluationCorrections,
): EvaluationContent['follow_up'] {
  if (date === undefined || date === former?.date) return former
  if (date === null) return null
  return { date, time: null, at: null, source: 'person', evidence: [] }
}
