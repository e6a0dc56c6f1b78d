import { expect, test } from 'vitest'
import { compileJsonSchema, JsonSchemaError } from './index.ts'

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    order: { type: 'string', pattern: '^A-\\d+$' },
    count: { type: 'integer', minimum: 1, default: 1 },
    size: { enum: ['S', 'M'] },
  },
  required: ['order'],
}

test('values are checked, defaults filled in, and text becomes the number that is wanted', () => {
  const check = compileJsonSchema(schema)
  const given = { order: 'A-1', count: '3' }
  expect(check(given)).toEqual({ value: { order: 'A-1', count: 3 }, problems: [] })
  expect(given.count).toBe('3')
  expect(check({ order: 'A-1' }).value).toEqual({ order: 'A-1', count: 1 })
})

test('what is wrong is said with its place, all of it', () => {
  const { problems } = compileJsonSchema(schema)({ order: 'B', count: 0, size: 'L' })
  expect(problems).toHaveLength(3)
  expect(problems.join()).toContain("'order' must match pattern")
  expect(problems.join()).toContain("'count' must be >= 1")
  expect(compileJsonSchema(schema)({}).problems).toEqual(["must have required property 'order'."])
})

test.each([
  [{ type: 'thing' }],
  [{ properties: { a: { $ref: 'https://elsewhere.example/schema.json' } } }],
  [{ properties: { a: { pattern: '(' } } }],
  [{ required: 'order' }],
])('%j is refused with a reason', (wrong) => {
  expect(() => compileJsonSchema(wrong)).toThrow(JsonSchemaError)
})

test('a schema that nests without end is refused', () => {
  let deep: Record<string, unknown> = { type: 'string' }
  for (let level = 0; level < 1_000; level += 1) deep = { properties: { a: deep } }
  expect(() => compileJsonSchema(deep)).toThrow(JsonSchemaError)
})

test('a pattern that takes others for ever is matched at once', () => {
  const check = compileJsonSchema({ properties: { a: { type: 'string', pattern: '^(a+)+$' } } })
  const startedAt = performance.now()
  expect(check({ a: `${'a'.repeat(50_000)}!` }).problems).toHaveLength(1)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('two schemas of the same id do not meet', () => {
  const one = compileJsonSchema({
    $id: 'https://a.example/x',
    properties: { a: { type: 'string' } },
  })
  const two = compileJsonSchema({
    $id: 'https://a.example/x',
    properties: { a: { type: 'object' } },
  })
  expect(one({ a: {} }).problems).toHaveLength(1)
  expect(two({ a: {} }).problems).toEqual([])
})
