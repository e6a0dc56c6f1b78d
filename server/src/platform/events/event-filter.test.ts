import { expect, test } from 'vitest'
import { matchesConditions, matchesName } from './event-filter.ts'

test.each([
  [['*'], 'deal.won', true],
  [['deal.won'], 'deal.won', true],
  [['deal.won'], 'deal.lost', false],
  [['recording.*'], 'recording.processing.failed', true],
  [['recording.processing.*'], 'recording.created', false],
  [['recording.*'], 'recordings.made', false],
  [['deal.won', 'recording.*'], 'recording.created', true],
  [[], 'deal.won', false],
])('%j wants %s: %s', (patterns, name, wanted) => {
  expect(matchesName(patterns, name)).toBe(wanted)
})

const recording = { recording: { id: 'r', owner_id: 'ada', source: { name: 'fathom' } } }
const deal = { id: 'd', owner_id: 'ada', stage: { pipeline: 'b2b' }, won: true, lost_at: null }

test.each([
  [{}, deal, true],
  [{ owner_id: 'ada' }, deal, true],
  [{ owner_id: 'ada' }, recording, true],
  [{ 'recording.owner_id': 'ada' }, recording, true],
  [{ 'source.name': 'fathom' }, recording, true],
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
