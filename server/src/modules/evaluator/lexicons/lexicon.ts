import type { CriterionMeasure, NextStepKind, ObjectionType } from '@parley/contract'

/**
 * What the built-in evaluator listens for in one language. Every pattern is tried on one sentence in
 * folded form: lower case, without accents, straight apostrophes (`foldText`).
 */
export type Lexicon = {
  readonly language: 'en' | 'fr'
  /** Words that carry no subject: left out of the summary's ranking, and what a language is known by. */
  readonly stopWords: ReadonlySet<string>

  /** Said by the customer: agreed to buy. */
  readonly accepts: Graded
  /** Said by the rep when it is sold. */
  readonly celebrates: RegExp
  /** Said by the customer: refused. */
  readonly refuses: Graded
  /** Said by the customer: nobody to sell to. */
  readonly unfit: RegExp
  /** A machine answered. */
  readonly voicemail: RegExp
  /** Said by who waits in vain. */
  readonly absent: RegExp
  /** What makes a statement a mere possibility. */
  readonly conditional: RegExp

  /** Consent to what was just proposed. */
  readonly agrees: RegExp
  /** A plain yes at the beginning of a reply. */
  readonly consents: RegExp
  readonly declines: RegExp
  /** A reply that is no and hardly more. */
  readonly flatNo: RegExp

  /** Somebody takes something upon himself. */
  readonly promises: RegExp
  /** Somebody asks the other one to do something. */
  readonly requests: RegExp
  /** Somebody puts a date or a step forward. */
  readonly proposes: RegExp
  /** What a step is about; the first that fits names it. */
  readonly steps: readonly (readonly [NextStepKind, RegExp])[]
  /** A day that is a limit and not a date to meet. */
  readonly deadline: RegExp
  /** Cheap test before dates are looked for. */
  readonly dateHint: RegExp

  readonly objections: readonly (readonly [ObjectionType, RegExp])[]

  readonly pricing: RegExp
  readonly competitor: RegExp
  readonly buyingIntent: RegExp
  readonly decides: RegExp
  readonly decidesNot: RegExp
  readonly budget: RegExp
  readonly timeline: RegExp
  readonly risk: RegExp
  readonly optOut: RegExp

  readonly openQuestion: RegExp
  readonly closedQuestion: RegExp
  /** Words that weaken what the rep says. */
  readonly hedges: RegExp
  /** Tone, for the traditional rule: counted word by word. */
  readonly positive: RegExp
  readonly negative: RegExp
  /** Said by whoever called or sells. */
  readonly repLike: RegExp

  /** Said by the rep, or asked for by him, in a part of the talk. */
  readonly measures: Readonly<Partial<Record<CriterionMeasure, RegExp>>>
}

type Graded = { readonly clear: RegExp; readonly faint: RegExp }

/** One pattern of many; each begins and ends at the border of a word. */
export function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${patterns.join('|')})(?![a-z0-9])`)
}

/** Lower case, without accents and typographic signs, as the patterns are written. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/œ/g, 'oe')
    .replaceAll(/[\s\u00a0]+/g, ' ')
}
