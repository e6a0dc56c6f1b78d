import type {
  Criterion,
  CriterionMeasure,
  ScorecardContent,
  ScorecardStage,
} from '@parley/contract'

/** A scorecard that comes with Parley. */
export type BuiltIn = {
  /** Its name for programs; never changes. */
  readonly key: string
  readonly name: string
  readonly description: string
  readonly content: ScorecardContent
}

const everywhere = { talk_types: [], conversation_kinds: [] }

export function scale(key: string, name: string, more: Shorthand & { max?: number }): Criterion {
  return { key, name, kind: 'scale', max: more.max ?? 5, ...everywhere, ...written(more) }
}

export function yesNo(key: string, name: string, more: Shorthand): Criterion {
  return { key, name, kind: 'boolean', max: null, ...everywhere, ...written(more) }
}

export function words(key: string, name: string, more: Omit<Shorthand, 'weight'>): Criterion {
  return { key, name, kind: 'text', max: null, ...everywhere, ...written({ ...more, weight: 0 }) }
}

export function stage(
  key: string,
  name: string,
  measure: CriterionMeasure,
  guidance: string,
): ScorecardStage {
  return { key, name, measure, guidance, phrases: [] }
}

type Shorthand = {
  weight: number
  measure?: CriterionMeasure
  guidance: string
  phrases?: string[]
}

function written({ weight, measure, guidance, phrases }: Shorthand) {
  return { weight, measure: measure ?? null, guidance, phrases: phrases ?? [] }
}

export const plain = {
  stages: [],
  language: null,
  outcome_rule: 'evidence',
  scored_talk_types: [],
} as const satisfies Partial<ScorecardContent>
