import {
  conversationKinds as knownKinds,
  criterionKinds as knownCriterionKinds,
  measures as knownMeasures,
  type Scorecard,
  ScorecardChanges,
  scorecardLimits,
  talkTypes as knownTalkTypes,
} from '@parley/contract'
import { expect, test } from 'vitest'
import {
  bodyOf,
  conversationKinds,
  criterionKinds,
  draftOf,
  limits,
  linesOf,
  measures,
  mistakesIn,
  moved,
  newCriterion,
  newStage,
  sumOfWeights,
  talkTypes,
} from './scorecard-draft.ts'

const lookFor = { guidance: 'Both sides spoke.', measure: null, phrases: ['well said', 'bravo'] }
const general = { talk_types: [], conversation_kinds: [], ...lookFor }

const scorecard: Scorecard = {
  id: '0190c0de-0000-7000-8000-000000000001',
  name: 'Discovery',
  description: null,
  built_in: null,
  copied_from: null,
  version: 3,
  default_for: ['call'],
  archived: false,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  language: 'fr',
  outcome_rule: 'evidence',
  scored_talk_types: ['sales'],
  guidance: null,
  criteria: [
    { key: 'quality', name: 'Quality', kind: 'scale', weight: 20, max: 7, ...general },
    { key: 'note', name: 'Note', kind: 'text', weight: 0, max: null, ...general },
    { key: 'agenda', name: 'Agenda', kind: 'boolean', weight: 12.5, max: null, ...general },
  ],
  stages: [{ key: 'pitch', name: 'Pitch', ...lookFor }],
}

test('lists and limits are those of the contract', () => {
  expect({ conversationKinds, criterionKinds, measures, talkTypes }).toEqual({
    conversationKinds: knownKinds,
    criterionKinds: knownCriterionKinds,
    measures: knownMeasures,
    talkTypes: knownTalkTypes,
  })
  const { criteria, stages, phrases } = scorecardLimits
  expect(limits).toMatchObject({ criteria, stages, phrases })
})

test('a scorecard that nobody touched is sent as it is', () => {
  const body = ScorecardChanges.parse(bodyOf(draftOf(scorecard)))
  const { name, description, language, outcome_rule, scored_talk_types, guidance } = scorecard
  expect(body).toMatchObject({ name, description, language, outcome_rule, guidance })
  expect(body).toMatchObject({ scored_talk_types, stages: scorecard.stages })
  expect(body.criteria?.map(({ key, weight, max }) => ({ key, weight, max }))).toEqual([
    { key: 'quality', weight: 20, max: 7 },
    { key: 'note', weight: undefined, max: undefined },
    { key: 'agenda', weight: 12.5, max: undefined },
  ])
})

test('what is new has no key, and takes what the contract takes', () => {
  const draft = draftOf(scorecard)
  const body = bodyOf({
    ...draft,
    criteria: [{ ...newCriterion('new 1'), name: ' Listening ', phrases: ' a \n\nb' }],
    stages: [{ ...newStage('new 2'), name: 'Close' }],
  })
  expect(ScorecardChanges.safeParse(body).success).toBe(true)
  expect(body.criteria?.[0]).toMatchObject({ name: 'Listening', weight: 10, phrases: ['a', 'b'] })
  expect(body.criteria?.[0]).not.toHaveProperty('key')
  expect(body.stages?.[0]).not.toHaveProperty('key')
})

test('text counts nothing, whatever stands in its field', () => {
  const { criteria } = draftOf(scorecard)
  const odd = criteria.map((one) => (one.kind === 'text' ? { ...one, weight: '50' } : one))
  expect(sumOfWeights(odd)).toBe(32.5)
})

test.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 2, 'acb'],
  [0, -1, 'abc'],
  [2, 3, 'abc'],
])('the part at %i goes to %i', (from, to, order) => {
  expect(moved(['a', 'b', 'c'], from, to).join('')).toBe(order)
})

test.each([
  [{ name: ' ' }, [{ field: 'name' }]],
  [{ criteria: [{ ...newCriterion('x'), name: 'X', weight: '' }] }, [{ id: 'x', field: 'weight' }]],
  [
    { criteria: [{ ...newCriterion('x'), name: 'X', weight: '101' }] },
    [{ id: 'x', field: 'weight' }],
  ],
  [
    { criteria: [{ ...newCriterion('x'), name: 'X', kind: 'scale' as const, max: '2.5' }] },
    [{ id: 'x', field: 'max' }],
  ],
  [{ criteria: [newCriterion('x')] }, [{ id: 'x', field: 'name' }]],
  [
    { stages: [{ ...newStage('s'), name: 'S', phrases: 'a\n'.repeat(51) }] },
    [{ id: 's', field: 'phrases' }],
  ],
])('with %j it is not saved, and the contract would refuse it, too', (changes, mistakes) => {
  const draft = { ...draftOf(scorecard), ...changes }
  expect(mistakesIn(draft)).toEqual(mistakes)
  // An empty number is a weight of 0 for the contract, and a slip for a person.
  const isEmpty = draft.criteria.some(({ weight }) => weight === '')
  expect(ScorecardChanges.safeParse(bodyOf(draft)).success).toBe(isEmpty)
})

test('a scorecard as it is has no mistakes', () => {
  expect(mistakesIn(draftOf(scorecard))).toEqual([])
})

test('empty lines are no phrases', () => {
  expect(linesOf('\n a b \n\n c\n')).toEqual(['a b', 'c'])
})
