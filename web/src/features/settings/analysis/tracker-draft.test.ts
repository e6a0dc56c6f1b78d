import { NewSignalTracker, signalKinds, trackerLimits } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  bodyOf,
  draftOf,
  emptyTracker,
  limits,
  mistakesIn,
  refusedLine,
  usualKinds,
} from './tracker-draft.ts'

const sound = { ...emptyTracker, name: 'Rivals', phrases: 'lumen\n\n other one ' }

test('kinds and limits are those of the contract', () => {
  expect(usualKinds.toSorted()).toEqual(['custom', ...signalKinds].toSorted())
  const { phrases, patterns } = trackerLimits
  expect(limits).toMatchObject({ phrases, patterns })
})

test('a tracker is sent as it was typed, line by line', () => {
  const body = bodyOf(sound)
  expect(body).toMatchObject({ phrases: ['lumen', 'other one'], patterns: [], description: null })
  expect(NewSignalTracker.safeParse(body).success).toBe(true)
  const stored = {
    ...body,
    id: '0190c0de-0000-7000-8000-000000000001',
    created_by: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }
  expect(bodyOf(draftOf(stored))).toEqual(body)
})

test.each([
  [{}, []],
  [{ phrases: '', description: 'Other suppliers.' }, []],
  [{ phrases: ' \n', description: ' ' }, ['nothing']],
  [{ name: ' ' }, ['name']],
  [{ kind: 'No Word' }, ['kind']],
  [{ phrases: 'a\n'.repeat(101) }, ['phrases']],
  [{ patterns: 'a'.repeat(201) }, ['patterns']],
])('of %j the mistakes are %j', (changes, mistakes) => {
  expect(mistakesIn({ ...sound, ...changes })).toEqual(mistakes)
})

test('the line that is refused is told by its number', () => {
  expect(refusedLine('patterns.2')).toEqual({ list: 'patterns', line: 3 })
  expect(refusedLine('phrases')).toBeUndefined()
  expect(refusedLine(undefined)).toBeUndefined()
})
