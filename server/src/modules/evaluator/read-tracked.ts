import type { Evidence } from '@parley/contract'
import { checkQuotes, quoteChecker } from './check-quotes.ts'
import type { EvaluationInput } from './input.ts'
import type { ModelAnswer } from './model-answer.ts'

/** A passage that a model took for what a tracker describes. */
export type Tracked = {
  readonly trackerId: string
  readonly place: Evidence
  /** 0 to 1, the model's own. */
  readonly confidence: number
}

/** Of one tracker; more of the same says nothing new. */
const mostOfEach = 20

/** What a model found of the workspace's descriptions, as far as it stands in the transcript. */
export function readTracked(input: EvaluationInput, { tracked }: ModelAnswer): Tracked[] {
  const { trackers = [], segments } = input
  const check = quoteChecker(segments)
  return trackers.flatMap(({ id }, index) =>
    tracked
      .filter(({ tracker }) => tracker === index + 1)
      .flatMap(({ quote, confidence }) =>
        checkQuotes(check, [quote]).map((place) => ({ trackerId: id, place, confidence })),
      )
      .slice(0, mostOfEach),
  )
}
