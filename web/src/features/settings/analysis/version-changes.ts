import type { Criterion, ScorecardStage, ScorecardVersion } from '@parley/contract'

/** One thing in which a version differs from the one before. */
export type VersionChange =
  | { readonly what: 'added' | 'removed' | 'changed'; readonly name: string }
  | { readonly what: 'renamed'; readonly name: string; readonly former: string }
  | {
      readonly what: 'weight'
      readonly name: string
      readonly from: number
      readonly to: number
    }
  | { readonly what: 'order' | 'settings' }

type Content = Omit<ScorecardVersion, 'created_at' | 'created_by' | 'scorecard_id'>

/** What somebody did between two versions. */
export function changesBetween(former: Content, next: Content): VersionChange[] {
  return [
    ...(former.name === next.name
      ? []
      : [{ what: 'renamed', name: next.name, former: former.name } as const]),
    ...changesOfParts(former.criteria, next.criteria),
    ...changesOfParts(former.stages, next.stages),
    ...(settingsOf(former) === settingsOf(next) ? [] : [{ what: 'settings' } as const]),
  ]
}

function settingsOf(content: Content): string {
  const { description, language, outcome_rule, scored_talk_types, guidance } = content
  return JSON.stringify({ description, language, outcome_rule, scored_talk_types, guidance })
}

type Part = Criterion | ScorecardStage

function changesOfParts(former: readonly Part[], next: readonly Part[]): VersionChange[] {
  const before = new Map(former.map((part) => [part.key, part]))
  const after = new Set(next.map(({ key }) => key))
  const kept = former.filter(({ key }) => after.has(key)).map(({ key }) => key)
  const isMoved = next
    .filter(({ key }) => before.has(key))
    .some(({ key }, index) => key !== kept[index])
  return [
    ...next.flatMap((part): VersionChange[] => {
      const old = before.get(part.key)
      return old ? changesOfPart(old, part) : [{ what: 'added', name: part.name }]
    }),
    ...former
      .filter(({ key }) => !after.has(key))
      .map(({ name }) => ({ what: 'removed', name }) as const),
    ...(isMoved ? [{ what: 'order' } as const] : []),
  ]
}

function changesOfPart(old: Part, part: Part): VersionChange[] {
  const [from, to] = [weightOf(old), weightOf(part)]
  const rest = (one: Part) => JSON.stringify({ ...one, name: '', weight: 0 })
  return [
    ...(old.name === part.name
      ? []
      : [{ what: 'renamed', name: part.name, former: old.name } as const]),
    ...(from === to ? [] : [{ what: 'weight', name: part.name, from, to } as const]),
    ...(rest(old) === rest(part) ? [] : [{ what: 'changed', name: part.name } as const]),
  ]
}

function weightOf(part: Part): number {
  return 'weight' in part ? part.weight : 0
}
