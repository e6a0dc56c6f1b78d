import type { MetricName, MetricSettings, MetricTarget, MetricUnit } from '@parley/contract'

export const limitNames = ['min', 'ideal', 'max'] as const
type LimitName = (typeof limitNames)[number]

/** A target as it is typed; empty where there is none. */
export type TargetDraft = Readonly<Record<LimitName, string>>
export type TargetDrafts = Readonly<Partial<Record<MetricName, TargetDraft>>>

const none: TargetDraft = { min: '', ideal: '', max: '' }

/** Shares are typed in percent; everything else in its own unit. */
function factorOf(unit: MetricUnit): number {
  return unit === 'share' ? 100 : 1
}

export function targetDraftOf(target: MetricTarget | undefined, unit: MetricUnit): TargetDraft {
  if (!target) return none
  const shown = (value: number | null) =>
    value === null ? '' : String(rounded(value * factorOf(unit)))
  return { min: shown(target.min), ideal: shown(target.ideal), max: shown(target.max) }
}

/** Without what binary fractions leave behind a number of a person. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

export function targetOf({ min, ideal, max }: TargetDraft, unit: MetricUnit): MetricTarget {
  const read = (text: string) =>
    text.trim() === '' ? null : rounded(Number(text) / factorOf(unit))
  return { min: read(min), ideal: read(ideal), max: read(max) }
}

/** Why a target will not do. */
export function targetFault(draft: TargetDraft): 'number' | 'order' | undefined {
  const given = limitNames.map((name) => draft[name].trim()).filter(Boolean)
  const numbers = given.map(Number)
  if (numbers.some((value) => !Number.isFinite(value) || value < -1 || value > 1e6)) return 'number'
  const isAscending = numbers.every((value, index) => value >= (numbers[index - 1] ?? value))
  return isAscending ? undefined : 'order'
}

export function isSameTarget(one: MetricTarget | undefined, other: MetricTarget | undefined) {
  return limitNames.every((name) => (one?.[name] ?? null) === (other?.[name] ?? null))
}

type Wanted = {
  readonly drafts: TargetDrafts
  readonly present: MetricSettings['targets']
  readonly defaults: MetricSettings['targets']
  readonly unitOf: (name: MetricName) => MetricUnit
}

/** What is sent of the targets: those that are not as they were; null for one that is the default again. */
export function targetChanges({ drafts, present, defaults, unitOf }: Wanted) {
  const changes = Object.entries(drafts).flatMap(([key, draft]) => {
    const name = key as MetricName
    const target = targetOf(draft, unitOf(name))
    if (isSameTarget(target, present[name])) return []
    return [[name, isSameTarget(target, defaults[name]) ? null : target] as const]
  })
  return Object.fromEntries(changes) as Partial<Record<MetricName, MetricTarget | null>>
}
