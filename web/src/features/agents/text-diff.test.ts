import { expect, test } from 'vitest'
import { diffLines } from './text-diff.ts'

const written = (before: string, after: string) =>
  diffLines(before, after).map(
    ({ change, text }) => `${{ same: ' ', added: '+', removed: '-' }[change]}${text}`,
  )

test('lines that stayed are told from those that came and went', () => {
  expect(written('a\nb\nc\nd', 'a\nc\nx\nd')).toEqual([' a', '-b', ' c', '+x', ' d'])
  expect(written('same', 'same')).toEqual([' same'])
  expect(written('', 'new')).toEqual(['-', '+new'])
})

test('both texts can be read from what differs', () => {
  const before = 'one\ntwo\nthree\nfour\ntwo'
  const after = 'two\nthree\nfive\ntwo\nsix'
  const lines = diffLines(before, after)
  const without = (change: string) =>
    lines.filter((line) => line.change !== change).map(({ text }) => text)
  expect(without('added').join('\n')).toBe(before)
  expect(without('removed').join('\n')).toBe(after)
})

test('texts that are too long to compare are shown one after the other', () => {
  const long = (mark: string) => Array.from({ length: 1_100 }, (_, i) => `${mark}${i}`).join('\n')
  const lines = diffLines(long('a'), long('b'))
  expect(lines).toHaveLength(2_200)
  expect(lines[0]).toEqual({ change: 'removed', text: 'a0' })
})
