import { expect, test } from 'vitest'
import { compileJsonPath, JsonPathError } from './index.ts'

const order = {
  order: {
    id: 7,
    lines: [
      { sku: 'a', n: 1 },
      { sku: 'b', n: 3 },
    ],
    note: null,
  },
}

test.each([
  ['$.order.id', [7], true],
  ['$.order.lines[1].sku', ['b'], true],
  ['$.order.lines[*].sku', ['a', 'b'], false],
  ['$..n', [1, 3], false],
  ['$.order.lines[?@.n > 1].sku', ['b'], false],
  ['$.order.note', [null], true],
  ['$.nothing', [], true],
  ["$['order']['id']", [7], true],
])('%s finds %j', (source, found, isSingular) => {
  const path = compileJsonPath(source)
  expect(path.find(order)).toEqual(found)
  expect(path.isSingular).toBe(isSingular)
})

test.each(['order.id', '$.', '$[', '$.a b', '', "$[?match(@.a, '(a+)+$')]", "$[?search(@, 'x')]"])(
  '%j is refused with a reason',
  (source) => {
    expect(() => compileJsonPath(source)).toThrow(JsonPathError)
  },
)

test('a document that nests without end is given up', () => {
  let deep: unknown = 1
  for (let level = 0; level < 5_000; level += 1) deep = [deep]
  expect(() => compileJsonPath('$..x').find(deep)).toThrow(JsonPathError)
})
