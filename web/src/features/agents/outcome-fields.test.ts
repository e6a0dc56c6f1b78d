import { expect, test } from 'vitest'
import { fieldsOf, shapeOf, troubledFields, withKind } from './outcome-fields.ts'

const shape = {
  type: 'object',
  properties: {
    interested: { type: 'boolean', description: 'Whether they want more.' },
    budget: { type: 'number', minimum: 0 },
    when: { type: 'string', format: 'date' },
    plan: { type: 'string', enum: ['small', 'large'] },
    topics: { type: 'array', items: { type: 'string' } },
    address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    mail: { type: 'string', format: 'email' },
    maybe: { type: ['string', 'null'] },
    rank: { type: 'integer', enum: [1, 2] },
  },
  required: ['interested', 'plan'],
  description: 'What we want to know.',
}

test('a shape becomes rows and the same shape again', () => {
  const fields = fieldsOf(shape)
  expect(fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
    ['interested', 'boolean', true],
    ['budget', 'number', false],
    ['when', 'date', false],
    ['plan', 'choice', true],
    ['topics', 'list', false],
    ['address', 'object', false],
    ['mail', 'text', false],
    ['maybe', 'text', false],
    ['rank', 'integer', false],
  ])
  expect(shapeOf(fields, shape)).toEqual(shape)
})

test('no rows are no shape, and rows without a name do not count', () => {
  expect(fieldsOf(null)).toEqual([])
  expect(shapeOf([], shape)).toBeNull()
  const [field] = fieldsOf(shape)
  expect(field && shapeOf([{ ...field, name: ' ' }], null)).toBeNull()
})

test('another kind forgets the schema of the former one', () => {
  const fields = fieldsOf(shape).map((field) =>
    field.name === 'address' || field.name === 'plan' ? withKind(field, 'text') : field,
  )
  expect(shapeOf(fields, null)).toMatchObject({
    properties: { address: { type: 'string' }, plan: { type: 'string' } },
  })
  expect(JSON.stringify(shapeOf(fields, null))).not.toContain('city')
})

test('a name twice and a choice without values are found', () => {
  const [first, second] = fieldsOf(shape)
  if (!first || !second) throw new Error('no rows')
  expect([...troubledFields([first, second])]).toEqual([])
  const twice = { ...second, name: 'interested' }
  expect([...troubledFields([first, twice, withKind(second, 'choice')])]).toEqual([1, 2])
})
