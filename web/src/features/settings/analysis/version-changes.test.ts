import type { Criterion, ScorecardVersion } from '@parley/contract'
import { expect, test } from 'vitest'
import { changesBetween } from './version-changes.ts'

const criterion = (key: string, changes: Partial<Criterion> = {}): Criterion => ({
  key,
  name: key.toUpperCase(),
  kind: 'boolean',
  weight: 10,
  max: null,
  talk_types: [],
  conversation_kinds: [],
  guidance: null,
  measure: null,
  phrases: [],
  ...changes,
})

const version: ScorecardVersion = {
  scorecard_id: '0190c0de-0000-7000-8000-000000000001',
  version: 1,
  name: 'Calls',
  description: null,
  created_by: null,
  created_at: '2026-01-01T00:00:00Z',
  language: null,
  outcome_rule: 'evidence',
  scored_talk_types: [],
  guidance: null,
  criteria: [criterion('a'), criterion('b'), criterion('c')],
  stages: [],
}

const [a, b, c] = version.criteria as [Criterion, Criterion, Criterion]

test.each<[Partial<ScorecardVersion>, object[]]>([
  [{}, []],
  [{ name: 'Talks' }, [{ what: 'renamed', name: 'Talks', former: 'Calls' }]],
  [{ guidance: 'Be strict.' }, [{ what: 'settings' }]],
  [{ criteria: [a, b] }, [{ what: 'removed', name: 'C' }]],
  [{ criteria: [a, b, c, criterion('d')] }, [{ what: 'added', name: 'D' }]],
  [{ criteria: [b, a, c] }, [{ what: 'order' }]],
  // What is left out or new alone moves nobody.
  [
    { criteria: [criterion('d'), a, c] },
    [
      { what: 'added', name: 'D' },
      { what: 'removed', name: 'B' },
    ],
  ],
  [
    { criteria: [criterion('a', { weight: 25 }), b, c] },
    [{ what: 'weight', name: 'A', from: 10, to: 25 }],
  ],
  [
    { criteria: [a, criterion('b', { name: 'Bee', phrases: ['buzz'] }), c] },
    [
      { what: 'renamed', name: 'Bee', former: 'B' },
      { what: 'changed', name: 'Bee' },
    ],
  ],
  [
    { stages: [{ key: 's', name: 'Pitch', guidance: null, measure: null, phrases: [] }] },
    [{ what: 'added', name: 'Pitch' }],
  ],
])('of a version with %j it is told what changed', (changes, told) => {
  expect(changesBetween(version, { ...version, ...changes })).toEqual(told)
})
