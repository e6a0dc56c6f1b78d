import { expect, test } from 'vitest'
import { endpointsOf, exampleOf } from './openapi.ts'

const document = {
  paths: {
    '/things/{id}': {
      patch: {
        operationId: 'changeThing',
        tags: ['Things'],
        summary: 'Change a thing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'sort', in: 'query', schema: { enum: ['up', 'down'] } },
          { name: 'X-Trace', in: 'header' },
          { $ref: '#/components/parameters/Other' },
        ],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['email', 'kind', 'parts'],
        properties: {
          email: { type: 'string', format: 'email' },
          kind: { enum: ['a', 'b'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
          note: { type: 'string' },
        },
      },
    },
  },
} as const

test('an operation is shown with its inputs, and a body that has what must be there', () => {
  const [endpoint] = endpointsOf(document)
  expect(endpoint).toMatchObject({
    id: 'changeThing',
    method: 'PATCH',
    path: '/things/{id}',
    tag: 'Things',
    inputs: [
      { name: 'id', place: 'path', required: true },
      { name: 'sort', place: 'query', required: false, choices: ['up', 'down'] },
    ],
  })
  expect(JSON.parse(endpoint?.body ?? '')).toMatchObject({ email: 'ada@example.com', kind: 'a' })
})

test('a schema that holds itself ends somewhere', () => {
  const text = JSON.stringify(exampleOf({ $ref: '#/components/schemas/Thing' }, document))
  expect(text.length).toBeLessThan(1_000)
})
