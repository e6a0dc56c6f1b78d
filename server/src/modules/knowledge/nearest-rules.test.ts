import { expect, test } from 'vitest'
import { findNearest } from './nearest-rules.ts'

const block = (vectors: Record<string, number[]>) => ({
  ids: Object.keys(vectors),
  width: Object.values(vectors)[0]?.length ?? 0,
  values: Float32Array.from(Object.values(vectors).flat()),
})
const wanted = Float32Array.from([1, 0])

test('the nearest come first, out of all blocks', () => {
  const blocks = [block({ a: [0.6, 0.8], b: [1, 0] }), block({ c: [0.8, 0.6] })]
  expect(findNearest(blocks, wanted, 10)).toEqual(['b', 'c', 'a'])
  expect(findNearest(blocks, wanted, 2)).toEqual(['b', 'c'])
})

test('what has nothing to do with it is left out', () => {
  expect(findNearest([block({ a: [0, 1], b: [-1, 0], c: [0.5, 0.87] })], wanted, 10)).toEqual(['c'])
})

test('vectors of another length are passed over', () => {
  expect(findNearest([block({ a: [1, 0, 0] })], wanted, 10)).toEqual([])
})

test('the best of many are found, wherever they lie', () => {
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => {
      const likeness = ((index * 7_919) % 1_000) / 1_000
      return [String(likeness), [likeness, Math.sqrt(1 - likeness ** 2)]]
    }),
  )
  expect(findNearest([block(many)], wanted, 3)).toEqual(['0.999', '0.998', '0.997'])
})
