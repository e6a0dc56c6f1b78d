import { expect, test } from 'vitest'
import { showSize } from './size-rules.ts'

test.each([
  [0, '0B'],
  [999, '999B'],
  [1_000, '1KB'],
  [2_540_000, '2.5MB'],
  [52_428_800, '52.4MB'],
])('%d bytes are %s', (bytes, shown) => {
  expect(showSize(bytes)).toBe(shown)
})
