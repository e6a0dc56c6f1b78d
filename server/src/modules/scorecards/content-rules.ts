import type {
  Criterion,
  NewCriterion,
  NewStage,
  ScorecardContent,
  ScorecardStage,
} from '@parley/contract'

type Loose<T> = { readonly [Field in keyof T]?: T[Field] | undefined }

/** What a client gives of a scorecard's content. */
export type WantedContent = Loose<{
  criteria: readonly NewCriterion[]
  stages: readonly NewStage[]
  language: ScorecardContent['language']
  outcome_rule: ScorecardContent['outcome_rule']
  scored_talk_types: ScorecardContent['scored_talk_types']
  guidance: string | null
}>

const usualWeight = 10
const usualMax = 5
const longestKey = 60

export const emptyContent: ScorecardContent = {
  criteria: [],
  stages: [],
  language: null,
  outcome_rule: 'evidence',
  scored_talk_types: [],
  guidance: null,
}

/** The former content with what is wanted in its place. */
export function contentAfter(former: ScorecardContent, wanted: WantedContent): ScorecardContent {
  return {
    criteria: wanted.criteria ? toCriteria(wanted.criteria) : former.criteria,
    stages: wanted.stages ? toStages(wanted.stages) : former.stages,
    language: wanted.language === undefined ? former.language : wanted.language,
    outcome_rule: wanted.outcome_rule ?? former.outcome_rule,
    scored_talk_types: wanted.scored_talk_types
      ? [...new Set(wanted.scored_talk_types)]
      : former.scored_talk_types,
    guidance: wanted.guidance === undefined ? former.guidance : wanted.guidance,
  }
}

function toCriteria(wanted: readonly NewCriterion[]): Criterion[] {
  const keys = keysFor(wanted)
  return wanted.map((one, index) => ({
    key: keys[index] ?? '',
    name: one.name,
    kind: one.kind,
    weight: one.kind === 'text' ? 0 : (one.weight ?? usualWeight),
    max: one.kind === 'scale' ? (one.max ?? usualMax) : null,
    talk_types: [...new Set(one.talk_types ?? [])],
    conversation_kinds: [...new Set(one.conversation_kinds ?? [])],
    ...lookFor(one),
  }))
}

function toStages(wanted: readonly NewStage[]): ScorecardStage[] {
  const keys = keysFor(wanted)
  return wanted.map((one, index) => ({ key: keys[index] ?? '', name: one.name, ...lookFor(one) }))
}

function lookFor({ guidance, measure, phrases }: NewStage) {
  return { guidance: guidance ?? null, measure: measure ?? null, phrases: phrases ?? [] }
}

type Keyed = { readonly key?: string | undefined; readonly name: string }

/** Given keys stay as they are; the others are made from names and told apart by numbers. */
function keysFor(wanted: readonly Keyed[]): string[] {
  const taken = new Set(wanted.flatMap(({ key }) => key ?? []))
  return wanted.map(({ key, name }) => {
    if (key) return key
    const base = keyOf(name)
    let made = base
    for (let number = 2; taken.has(made); number += 1) made = `${base}_${number}`
    taken.add(made)
    return made
  })
}

/** A name of letters other than Latin ones has no key of its own. */
function keyOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, longestKey - 4)
  return plain || 'criterion'
}

/** Why the content will not do, with the field; undefined: it will. */
export function faultOf(content: ScorecardContent): { field: string; message: string } | undefined {
  for (const field of ['criteria', 'stages'] as const) {
    const keys = content[field].map(({ key }) => key)
    const twice = keys.find((key, index) => keys.indexOf(key) !== index)
    if (twice !== undefined) return { field, message: `has the key ${twice} twice.` }
  }
  return undefined
}
