import type {
  ConversationKind,
  Criterion,
  CriterionMeasure,
  NewCriterion,
  NewStage,
  Scorecard,
  ScorecardChanges,
  ScorecardContent,
  ScorecardStage,
  TalkType,
} from '@parley/contract'

// Lists and limits of the contract; a test compares them.
export const criterionKinds = ['boolean', 'scale', 'percentage', 'text'] as const
export const conversationKinds = ['call', 'meeting', 'recording', 'agent_call'] as const
export const talkTypes = [
  'sales',
  'discovery',
  'demo',
  'follow_up',
  'support',
  'internal',
  'other',
] as const
export const measures = [
  'duration',
  'external_present',
  'objectives',
  'quality',
  'greeting',
  'agenda',
  'situation',
  'pain',
  'impact',
  'urgency',
  'budget',
  'transition',
  'pitch',
  'value',
  'objection_handling',
  'closing',
  'payment',
  'next_step',
  'decision_maker',
  'decision_process',
  'decision_criteria',
  'champion',
  'competition',
  'timeline',
  'open_questions',
  'listening',
] as const
export const limits = { criteria: 50, stages: 30, phrases: 50, weight: 100, max: 100 } as const

const usualWeight = '10'
const usualMax = '5'

/** How something is recognised, as it is typed. */
type LookFor = {
  readonly guidance: string
  readonly measure: CriterionMeasure | null
  /** One a line. */
  readonly phrases: string
}

export type StageDraft = LookFor & {
  /** Stays while it is moved and renamed. */
  readonly id: string
  readonly key: string | undefined
  readonly name: string
}

export type CriterionDraft = StageDraft & {
  readonly kind: Criterion['kind']
  readonly weight: string
  readonly max: string
  readonly talkTypes: readonly TalkType[]
  readonly conversationKinds: readonly ConversationKind[]
}

/** A scorecard while it is edited: everything as it is typed. */
export type ScorecardDraft = {
  readonly name: string
  readonly description: string
  readonly language: ScorecardContent['language']
  readonly outcomeRule: ScorecardContent['outcome_rule']
  readonly scoredTalkTypes: readonly TalkType[]
  readonly guidance: string
  readonly criteria: readonly CriterionDraft[]
  readonly stages: readonly StageDraft[]
}

export function draftOf(scorecard: Scorecard): ScorecardDraft {
  const { name, description, language, outcome_rule, scored_talk_types, guidance } = scorecard
  return {
    name,
    description: description ?? '',
    language,
    outcomeRule: outcome_rule,
    scoredTalkTypes: scored_talk_types,
    guidance: guidance ?? '',
    criteria: scorecard.criteria.map((one) => ({
      ...partOf(one),
      kind: one.kind,
      weight: String(one.weight),
      max: one.max === null ? usualMax : String(one.max),
      talkTypes: one.talk_types,
      conversationKinds: one.conversation_kinds,
    })),
    stages: scorecard.stages.map(partOf),
  }
}

function partOf({ key, name, guidance, measure, phrases }: ScorecardStage): StageDraft {
  return { id: key, key, name, guidance: guidance ?? '', measure, phrases: phrases.join('\n') }
}

export function newStage(id: string): StageDraft {
  return { id, key: undefined, name: '', guidance: '', measure: null, phrases: '' }
}

export function newCriterion(id: string): CriterionDraft {
  return {
    ...newStage(id),
    kind: 'boolean',
    weight: usualWeight,
    max: usualMax,
    talkTypes: [],
    conversationKinds: [],
  }
}

/** What is sent: all of it, so that what was taken out is gone. */
export function bodyOf(draft: ScorecardDraft): ScorecardChanges {
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    language: draft.language,
    outcome_rule: draft.outcomeRule,
    scored_talk_types: [...draft.scoredTalkTypes],
    guidance: draft.guidance.trim() || null,
    criteria: draft.criteria.map(
      (one): NewCriterion => ({
        ...stageBody(one),
        kind: one.kind,
        ...(one.kind !== 'text' && { weight: Number(one.weight) }),
        ...(one.kind === 'scale' && { max: Number(one.max) }),
        talk_types: [...one.talkTypes],
        conversation_kinds: [...one.conversationKinds],
      }),
    ),
    stages: draft.stages.map(stageBody),
  }
}

function stageBody({ key, name, guidance, measure, phrases }: StageDraft): NewStage {
  return {
    ...(key !== undefined && { key }),
    name: name.trim(),
    guidance: guidance.trim() || null,
    measure,
    phrases: linesOf(phrases),
  }
}

/** What stands on lines of their own. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** What counts of a criterion; text never does. */
export function weightOf({ kind, weight }: Pick<CriterionDraft, 'kind' | 'weight'>): number {
  return kind === 'text' ? 0 : Number(weight) || 0
}

export function sumOfWeights(criteria: readonly CriterionDraft[]): number {
  return criteria.reduce((sum, one) => sum + weightOf(one), 0)
}

/** The list with one of its parts somewhere else. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const [part] = list.slice(from, from + 1)
  if (part === undefined || to < 0 || to >= list.length) return list
  return list.toSpliced(from, 1).toSpliced(to, 0, part)
}

export type Mistake = {
  /** Of a criterion or stage; absent: of the scorecard itself. */
  readonly id?: string
  readonly field: 'name' | 'weight' | 'max' | 'phrases'
}

/** Why it cannot be saved. */
export function mistakesIn({ name, criteria, stages }: ScorecardDraft): Mistake[] {
  return [
    ...(name.trim() ? [] : [{ field: 'name' } as const]),
    ...criteria.flatMap((one) => [...mistakesOfPart(one), ...mistakesOfNumbers(one)]),
    ...stages.flatMap(mistakesOfPart),
  ]
}

function mistakesOfPart({ id, name, phrases }: StageDraft): Mistake[] {
  return [
    ...(name.trim() ? [] : [{ id, field: 'name' } as const]),
    ...(linesOf(phrases).length > limits.phrases ? [{ id, field: 'phrases' } as const] : []),
  ]
}

function mistakesOfNumbers({ id, kind, weight, max }: CriterionDraft): Mistake[] {
  const isWeight = kind === 'text' || isWithin(weight, 0, limits.weight)
  const isMax = kind !== 'scale' || (isWithin(max, 1, limits.max) && Number.isInteger(Number(max)))
  return [
    ...(isWeight ? [] : [{ id, field: 'weight' } as const]),
    ...(isMax ? [] : [{ id, field: 'max' } as const]),
  ]
}

function isWithin(text: string, from: number, to: number): boolean {
  return text.trim() !== '' && Number(text) >= from && Number(text) <= to
}
