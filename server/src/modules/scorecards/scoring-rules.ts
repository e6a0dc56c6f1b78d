import type { ConversationKind, Criterion, CriterionAnswer, TalkType } from '@parley/contract'

/** What decides whether a criterion counts. */
export type TalkFacts = { readonly kind: ConversationKind; readonly talkType: TalkType }

/** Empty lists mean everything. */
export function applies(
  {
    talk_types: talkTypes,
    conversation_kinds: kinds,
  }: Pick<Criterion, 'talk_types' | 'conversation_kinds'>,
  { kind, talkType }: TalkFacts,
): boolean {
  const isTalk = talkTypes.length === 0 || talkTypes.includes(talkType)
  return isTalk && (kinds.length === 0 || kinds.includes(kind))
}

type Answer = CriterionAnswer['answer']

/** Best value of a scale that does not say. */
const usualMax = 5

/** An answer brought into the range of its criterion; null when it is not one of its kind. */
export function answerInRange(
  { kind, max }: Pick<Criterion, 'kind' | 'max'>,
  answer: Answer,
): Answer {
  switch (kind) {
    case 'boolean':
      return typeof answer === 'boolean' ? answer : null
    case 'scale':
      return isNumber(answer) ? within(answer, max ?? usualMax) : null
    case 'percentage':
      return isNumber(answer) ? within(answer, 100) : null
    case 'text':
      return typeof answer === 'string' && answer.trim() !== '' ? answer.trim() : null
  }
}

/** The answer as a share of the best, 0 to 1; null when it does not count. */
export function shareOf(criterion: Pick<Criterion, 'kind' | 'max'>, answer: Answer): number | null {
  const value = answerInRange(criterion, answer)
  switch (criterion.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : null
    case 'scale':
      return isNumber(value) ? value / (criterion.max ?? usualMax) : null
    case 'percentage':
      return isNumber(value) ? value / 100 : null
    case 'text':
      return null
  }
}

type Scored = Pick<CriterionAnswer, 'applies' | 'weight' | 'score'>

/**
 * 0 to 100, two decimals: the mean of the scores by weight, over what applies and could be told.
 * With weights that add up to 100 this is the sum of score × weight of the traditional evaluation.
 */
export function overallScore(answers: readonly Scored[]): number | null {
  const counted = answers.filter(
    ({ applies: does, weight, score }) => does && weight > 0 && score !== null,
  )
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0)
  if (weights === 0) return null
  const points = counted.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0)
  return roundTo((points / weights) * 100, 2)
}

/** Where a scorecard has stages and no criteria, the mean of their notes decides. */
export function scoreOfStages(notes: readonly (number | null)[]): number | null {
  const told = notes.filter(isNumber)
  if (told.length === 0) return null
  return roundTo((told.reduce((sum, note) => sum + note, 0) / told.length) * 10, 2)
}

/** What an evaluation comes to: by its criteria, and where there are none, by its stages. */
export function scoreOfAnswers({
  criteria,
  stages,
}: {
  readonly criteria: readonly Scored[]
  readonly stages: readonly { readonly note: number | null }[]
}): number | null {
  if (criteria.length > 0) return overallScore(criteria)
  return scoreOfStages(stages.map(({ note }) => note))
}

/** A stage is passed above this note, of 10. */
const validatedAbove = 5
export const isValidated = (note: number | null): boolean => (note ?? 0) > validatedAbove

/** Whole percents that add up to 100, or all 0 when there is nothing to share. */
export function sharesOfTime(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0)
  if (total <= 0) return parts.map(() => 0)
  const exact = parts.map((part) => (part / total) * 100)
  const missing = 100 - exact.reduce((sum, part) => sum + Math.floor(part), 0)
  const byRemainder = exact
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .toSorted((a, b) => b.rest - a.rest)
    .slice(0, missing)
    .map(({ index }) => index)
  return exact.map((part, index) => Math.floor(part) + Number(byRemainder.includes(index)))
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)
const within = (value: number, max: number) => Math.min(max, Math.max(0, value))

function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round((value + Number.EPSILON) * factor) / factor
}
