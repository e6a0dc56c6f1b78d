import { expect, test } from 'vitest'
import { OutcomeShape } from './outcome-shape.ts'

test.each([
  [
    'JSON Schema',
    {
      type: 'object',
      properties: { ok: { type: 'boolean', description: 'Agreed?' } },
      required: ['ok'],
    },
    {
      type: 'object',
      properties: { ok: { type: 'boolean', description: 'Agreed?' } },
      required: ['ok'],
    },
  ],
  [
    'a bare map',
    { budget: { type: 'Number' }, name: 'text' },
    {
      type: 'object',
      properties: { budget: { type: 'number' }, name: { type: 'string' } },
      required: [],
    },
  ],
  [
    'short types',
    { properties: { when: 'date', many: { type: 'list', items: 'int' } } },
    {
      type: 'object',
      properties: {
        when: { type: 'string', format: 'date' },
        many: { type: 'array', items: { type: 'integer' } },
      },
      required: [],
    },
  ],
  [
    'objects in objects, and values to choose from',
    {
      type: 'object',
      properties: {
        a: { properties: { b: { enum: ['x', 1, null] } }, required: ['b'] },
        c: { type: ['string', 'null'], maxLength: 9 },
      },
    },
    {
      type: 'object',
      properties: {
        a: { type: 'object', properties: { b: { enum: ['x', 1, null] } }, required: ['b'] },
        c: { type: ['string', 'null'], maxLength: 9 },
      },
      required: [],
    },
  ],
])('%s becomes JSON Schema of an object', (_, given, shape) => {
  expect(OutcomeShape.parse(given)).toEqual(shape)
  expect(OutcomeShape.parse(OutcomeShape.parse(given))).toEqual(shape)
})

const deep = (levels: number): object =>
  levels === 0 ? { type: 'string' } : { type: 'object', properties: { deeper: deep(levels - 1) } }

test.each([
  ['text', 'text', 'must be a JSON Schema of an object.'],
  ['a list', [], 'must be a JSON Schema of an object.'],
  ['an unknown type', { a: { type: 'colour' } }, 'a has the unknown type "colour".'],
  [
    'a type of the prototype',
    { a: { type: 'constructor' } },
    'a has the unknown type "constructor".',
  ],
  ['a reference', { a: { $ref: '#/x' } }, 'a must not refer to another schema.'],
  [
    'a required field that is not there',
    { type: 'object', properties: {}, required: ['a'] },
    'requires "a", which it has not.',
  ],
  ['an enum that is no list', { a: { enum: 'x' } }, 'a has an enum that is no list of values.'],
  [
    'a keyword of another kind',
    { a: { type: 'string', maxLength: 'x' } },
    'a has maxLength that is no number.',
  ],
  ['NUL in a name', { 'a\0': 'text' }, 'has a field with the name "a\\u0000".'],
  ['too many levels', deep(9), 'is nested too deep.'],
  [
    'too many fields',
    Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, 'text'])),
    'has more than 200 fields.',
  ],
])('%s is refused', (_, given, message) => {
  const { error } = OutcomeShape.safeParse(given)
  expect(error?.issues[0]?.message).toContain(message)
})
