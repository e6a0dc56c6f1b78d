import { expect, test } from 'vitest'
import { fuseRanks } from './fuse-rules.ts'

const order = (lists: Record<string, string[]>, limit = 10) =>
  fuseRanks(lists, limit).map(({ id }) => id)

test.each([
  ['what both have comes first', { words: ['a', 'b'], meaning: ['c', 'b'] }, ['b', 'a', 'c']],
  ['one list keeps its order', { words: ['b', 'a'], meaning: [] }, ['b', 'a']],
  ['a better place counts more', { words: ['a', 'b'], meaning: ['b', 'c', 'a'] }, ['b', 'a', 'c']],
  ['nothing is found in nothing', { words: [], meaning: [] }, []],
])('%s', (_, lists, expected) => {
  expect(order(lists)).toEqual(expected)
})

test('it tells which lists had it, and keeps as many as are wanted', () => {
  expect(fuseRanks({ words: ['a', 'b'], meaning: ['a'] }, 1)).toEqual([
    { id: 'a', score: 2 / 61, lists: ['words', 'meaning'] },
  ])
})
