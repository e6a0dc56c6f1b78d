import { expect, test } from 'vitest'
import { likePatterns, matchesConditions, matchesName } from './event-filter.ts'

test.each([
  [['*'], 'deal.stage_changed', true],
  [['deal.stage_changed'], 'deal.stage_changed', true],
  [['deal.stage_changed'], 'deal.lost', false],
  [['recording.*'], 'recording.processing.failed', true],
  [['recording.processing.*'], 'recording.created', false],
  [['recording.*'], 'recordings.made', false],
  [['deal.stage_changed', 'recording.*'], 'recording.created', true],
  [[], 'deal.stage_changed', false],
])('%j wants %s: %s', (patterns, name, wanted) => {
  expect(matchesName(patterns, name)).toBe(wanted)
})

const recording = { recording: { id: 'r', owner_id: 'ada', source: { name: 'fathom' } } }
const signal = { conversation: { owner_id: 'ada', kind: 'call' }, signal: { kind: 'pricing' } }
const deal = { id: 'd', owner_id: 'ada', stage: { pipeline: 'b2b' }, won: true, lost_at: null }

test.each([
  [{}, deal, true],
  [{ owner_id: 'ada' }, deal, true],
  [{ owner_id: 'ada' }, recording, true],
  [{ 'recording.owner_id': 'ada' }, recording, true],
  [{ 'source.name': 'fathom' }, recording, true],
  [{ owner_id: 'ada' }, signal, true],
  [{ owner_id: 'bob' }, signal, false],
  // Either could be meant.
  [{ kind: 'call' }, signal, false],
  [{ 'conversation.kind': 'call', 'signal.kind': 'pricing' }, signal, true],
  [{ 'recording.owner_id': 'ada' }, deal, false],
  [{ owner_id: ['bob', 'ada'] }, deal, true],
  [{ owner_id: ['bob'] }, deal, false],
  [{ 'stage.pipeline': 'b2b', won: true, lost_at: null }, deal, true],
  [{ 'stage.pipeline': 'b2b', won: false }, deal, false],
  [{ missing: null }, deal, false],
  [{ constructor: 'Object' }, deal, false],
  [{ owner_id: 'ada' }, 'not an object', false],
])('conditions %j on %j hold: %s', (conditions, data, hold) => {
  expect(matchesConditions(conditions, data)).toBe(hold)
})

test('patterns for SQL take an underscore for itself', () => {
  expect(likePatterns(['deal.stage_changed', 'recording.*'])).toEqual([
    String.raw`deal.stage\_changed`,
    'recording.%',
  ])
  expect(likePatterns(['deal.stage_changed', '*'])).toBeNull()
})
