import { expect, test } from 'vitest'
import { patternOf, patternsOf } from './like-pattern.ts'

test.each([
  [undefined, null],
  ['  ', null],
  ['Été', '%ete%'],
  ['100%_\\', String.raw`%100\%\_\\%`],
])('%j is looked for as %j', (search, pattern) => {
  expect(patternOf(search)).toBe(pattern)
})

test('words are looked for one by one, six at most', () => {
  expect(patternsOf(' Café  noir ')).toEqual(['%cafe%', '%noir%'])
  expect(patternsOf('a b c d e f g')).toHaveLength(6)
  expect(patternsOf('')).toBeNull()
})
