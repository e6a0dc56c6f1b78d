import { expect, test } from 'vitest'
import {
  functionNames,
  readOverrides,
  readParameters,
  toJsonSchema,
  withOverrides,
} from './params-rules.ts'

const order = { type: 'string', description: 'Number of the order' }
const schema = { type: 'object', properties: { order }, required: ['order'] }

test.each([
  ['nothing', undefined, { type: 'object', properties: {} }],
  ['null', null, { type: 'object', properties: {} }],
  ['a JSON Schema', schema, schema],
  [
    'a JSON Schema without its type',
    { properties: { order } },
    { type: 'object', properties: { order } },
  ],
  ['a map', { order }, { type: 'object', properties: { order } }],
  [
    'a map with marks of what is required',
    { order: { ...order, required: true }, note: { type: 'string', required: false } },
    { type: 'object', properties: { order, note: { type: 'string' } }, required: ['order'] },
  ],
  [
    'a map with an argument called type',
    { type: { type: 'string', description: 'Kind' } },
    { type: 'object', properties: { type: { type: 'string', description: 'Kind' } } },
  ],
  [
    'a map with an argument called properties',
    { properties: { type: 'object' }, id: { type: 'string' } },
    {
      type: 'object',
      properties: { properties: { type: 'object' }, id: { type: 'string' } },
    },
  ],
  [
    'a map of mere sentences',
    { city: 'Where it is' },
    { type: 'object', properties: { city: { type: 'string', description: 'Where it is' } } },
  ],
])('%s becomes a JSON Schema of an object', (_, params, expected) => {
  expect(toJsonSchema(params)).toEqual(expected)
})

test('where an argument goes is read, and not told to the model', () => {
  const kept = {
    type: 'object',
    properties: {
      id: { type: 'string', in: 'path' },
      key: { type: 'string', 'x-in': 'header' },
      q: { type: 'string', location: 'query' },
      other: { type: 'string', in: 'somewhere' },
    },
  }
  const { schema: told, places } = readParameters(kept)
  expect(places).toEqual({ id: 'path', key: 'header', q: 'query' })
  expect(JSON.stringify(told)).not.toMatch(/path|header|query|somewhere/)
})

test('what an agent decides itself is not asked of the model', () => {
  const kept = {
    type: 'object',
    properties: { order, shop: { type: 'string' }, debug: { type: 'boolean' } },
    required: ['order', 'shop'],
  }
  const overrides = readOverrides({
    params: { shop: { value: 'acme' }, debug: { disabled: true, value: true }, x: 'nonsense' },
  })
  expect(withOverrides(kept, overrides)).toEqual({
    schema: { type: 'object', properties: { order }, required: ['order'] },
    fixed: { shop: 'acme' },
  })
  expect(readOverrides(null)).toEqual({})
})

test('names of functions are plain and different', () => {
  const tools = ['Look up order', 'look-up', 'Look up  order!', 'طلب', 'x'.repeat(100)]
  const names = functionNames(
    tools.map((name) => ({ name, id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f71' })),
  )
  expect(names).toEqual([
    'Look_up_order',
    'look-up',
    'Look_up_order_2',
    'tool_6c0f71',
    'x'.repeat(56),
  ])
})
