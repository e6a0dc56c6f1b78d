import { expect, test } from 'vitest'
import { bodyOf, draftOf, faultsOf, isSame, withLine } from './draft-rules.ts'

const names = draftOf({ name: 'Names', words: [{ word: 'Nguyen', pronunciation: 'win' }] })
const lines = (...pairs: readonly (readonly [string, string])[]) => ({
  name: 'Names',
  entries: pairs.map(([word, pronunciation], key) => ({ key, word, pronunciation })),
})

test('a line on which nothing stands changes nothing', () => {
  const longer = withLine(withLine(names))
  expect(longer.entries.map(({ key }) => key)).toEqual([0, 1, 2])
  expect(isSame(names, longer)).toBe(true)
  expect(bodyOf(longer)).toEqual({
    name: 'Names',
    words: [{ word: 'Nguyen', pronunciation: 'win' }],
  })
  expect(withLine({ name: '', entries: [] }).entries).toMatchObject([{ key: 0 }])
})

test('another name or another word is a change', () => {
  expect(isSame(names, { ...names, name: 'People' })).toBe(false)
  expect(isSame(names, lines(['Nguyen', 'ngwin']))).toBe(false)
})

test('half a line and a word that is there twice are faults', () => {
  const faults = faultsOf(lines(['Nguyen', 'win'], ['Siobhan', ' '], ['', ''], ['nguyen', 'nwin']))
  expect([...faults]).toEqual([
    [1, 'incomplete'],
    [3, 'twice'],
  ])
})
