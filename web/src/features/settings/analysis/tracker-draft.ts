import type { NewSignalTracker, SignalTracker } from '@parley/contract'
import { linesOf } from './scorecard-draft.ts'

// Lists and limits of the contract; a test compares them.
export const usualKinds = [
  'custom',
  'pricing',
  'competitor',
  'objection',
  'buying_intent',
  'decision_maker',
  'budget',
  'timeline',
  'risk',
  'next_meeting',
  'opt_out_request',
] as const
export const limits = { phrases: 100, patterns: 20, characters: 200, description: 1_000 } as const

/** A tracker while it is edited: everything as it is typed. */
export type TrackerDraft = {
  readonly name: string
  readonly kind: string
  /** One a line. */
  readonly phrases: string
  readonly patterns: string
  readonly description: string
  readonly active: boolean
}

export const emptyTracker: TrackerDraft = {
  name: '',
  kind: 'custom',
  phrases: '',
  patterns: '',
  description: '',
  active: true,
}

export function draftOf(tracker: SignalTracker): TrackerDraft {
  const { name, kind, phrases, patterns, description, active } = tracker
  return {
    name,
    kind,
    phrases: phrases.join('\n'),
    patterns: patterns.join('\n'),
    description: description ?? '',
    active,
  }
}

export function bodyOf(draft: TrackerDraft) {
  return {
    name: draft.name.trim(),
    kind: draft.kind.trim(),
    phrases: linesOf(draft.phrases),
    patterns: linesOf(draft.patterns),
    description: draft.description.trim() || null,
    active: draft.active,
  } satisfies NewSignalTracker
}

export type TrackerMistake = 'name' | 'kind' | 'nothing' | 'phrases' | 'patterns'

/** Why it cannot be saved. */
export function mistakesIn(draft: TrackerDraft): TrackerMistake[] {
  const { name, kind, phrases, patterns, description } = bodyOf(draft)
  const isTooLong = (line: string) => line.length > limits.characters
  const rules: readonly (readonly [TrackerMistake, boolean])[] = [
    ['name', name === ''],
    ['kind', !/^[a-z][a-z0-9_]{0,49}$/.test(kind)],
    ['nothing', phrases.length + patterns.length === 0 && description === null],
    ['phrases', phrases.length > limits.phrases || phrases.some(isTooLong)],
    ['patterns', patterns.length > limits.patterns || patterns.some(isTooLong)],
  ]
  return rules.flatMap(([mistake, isOne]) => (isOne ? mistake : []))
}

/** Number of the line that the server refuses, by the name of its field: `patterns.2`. */
export function refusedLine(
  field: unknown,
): { list: 'phrases' | 'patterns'; line: number } | undefined {
  const [, list, index] = /^(phrases|patterns)\.(\d+)$/.exec(String(field)) ?? []
  if (list !== 'phrases' && list !== 'patterns') return undefined
  return { list, line: Number(index) + 1 }
}
