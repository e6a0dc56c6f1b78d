import { allEndpoints, dataOf, type Endpoint, ErrorReply } from '@parley/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startTestApp } from '../../../test/test-app.ts'
import { openApiDocument } from './openapi.ts'
import type { Json } from './openapi-schemas.ts'

const options = { baseUrl: '/', version: '1.2.3' }
const document = openApiDocument(options)
const paths = document.paths as Record<string, Record<string, Operation>>
type Operation = {
  operationId: string
  tags: string[]
  parameters?: { name?: string; in?: string; required?: boolean; schema?: Json; $ref?: string }[]
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> }
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Json }> }>
}

function documented(of: Endpoint) {
  const own = openApiDocument({ ...options, endpoints: [of] })
  const [operations] = Object.values(own.paths as typeof paths)
  return { document: own, operation: Object.values(operations ?? {})[0] as Operation }
}

const common = {
  id: 'doThing',
  method: 'POST',
  path: '/functions/v1/things/:id',
  tag: 'Things',
  summary: 'Do a thing',
  access: 'key',
  reply: dataOf(z.object({ id: z.string() })),
} as const

/** Served beside the contract, since tus is no JSON. */
const uploads = [
  'beginRecordingUpload',
  'getRecordingUpload',
  'continueRecordingUpload',
  'cancelRecordingUpload',
]

test('every endpoint of the contract is an operation, once, and so are uploads in parts', () => {
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    [...allEndpoints.map(({ id }) => id), ...uploads].sort(),
  )
})

test('uploads in parts are described where they are served', async () => {
  await using app = await startTestApp()
  for (const [path, operations] of Object.entries(paths)) {
    if (!path.startsWith('/uploads/')) continue
    for (const method of Object.keys(operations)) {
      const url = path.replace('{id}', ':id')
      expect(app.http.hasRoute({ method: method.toUpperCase() as 'POST', url })).toBe(true)
    }
  }
})

test('every tag is described', () => {
  const tags = document.tags as { name: string; description?: string }[]
  expect(tags.filter(({ description }) => description === undefined)).toEqual([])
})

test('every reference leads somewhere', () => {
  const at = (path: string): unknown =>
    path
      .split('/')
      .slice(1)
      .reduce<unknown>((found, key) => (found as Json | undefined)?.[key], document)
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref)
  expect(refs.length).toBeGreaterThan(100)
  expect(refs.filter((ref) => at(ref ?? '') === undefined)).toEqual([])
})

test('every example of a refusal is one that can be answered', () => {
  const { responses } = document.components as { responses: Record<string, Json> }
  const examples = Object.values(responses).flatMap((response) => {
    const { content } = response as { content: Record<string, { examples: Record<string, Json> }> }
    return Object.values(content['application/json']?.examples ?? {})
  })
  expect(examples.length).toBeGreaterThan(20)
  for (const { value } of examples) ErrorReply.parse(value)
})

test('parameters have the types callers send, not those the server parses', () => {
  const list = paths['/functions/v1/api-v1-contacts']?.get
  const schemaOf = (name: string) =>
    list?.parameters?.find((parameter) => parameter.name === name)?.schema
  expect(schemaOf('limit')).toEqual({ type: 'integer', minimum: 1, maximum: 1000, default: 50 })
  expect(schemaOf('is_primary')).toEqual({ type: 'boolean' })
  expect(schemaOf('company_id')).toEqual({ type: 'string', format: 'uuid' })
  expect(schemaOf('created_at[gte]')).toEqual({ type: 'string', format: 'date-time' })
})

test('records are shared components, and replies may gain fields', () => {
  const { schemas } = document.components as { schemas: Record<string, Json> }
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['Contact', 'NewContact', 'ContactChanges', 'Deal', 'Pagination']),
  )
  const created = paths['/functions/v1/api-v1-contacts']?.post?.responses['201']
  expect(created?.content?.['application/json']?.schema.properties).toMatchObject({
    data: { $ref: '#/components/schemas/Contact' },
  })
  expect(schemas.Contact).not.toHaveProperty('additionalProperties')
})

test('an operation refuses with the codes it declares and those of what stands in front of it', () => {
  const { operation } = documented({
    ...common,
    scope: 'write',
    params: z.object({ id: z.uuid() }),
    body: z.object({ name: z.string() }),
    errors: ['CONTACT_NOT_FOUND'],
  })
  expect(Object.keys(operation.responses).join()).toBe(
    '200,400,401,403,404,409,413,415,422,429,500,503,default',
  )
  expect(operation.responses['404']).toEqual({ $ref: '#/components/responses/ContactNotFound' })
})

test('an endpoint for anyone needs no key and is not refused for lack of one', () => {
  const { operation } = documented({ ...common, method: 'GET', access: 'none' })
  expect(operation).toMatchObject({ security: [] })
  expect(Object.keys(operation.responses)).toEqual(['200', '500', '503', 'default'])
})

test('a body that may be left out is not required', () => {
  const body = z.object({ note: z.string() })
  expect(documented({ ...common, body }).operation.requestBody?.required).toBe(true)
  expect(documented({ ...common, body: body.optional() }).operation.requestBody?.required).toBe(
    false,
  )
})

test('a schema that is sent and answered differently becomes two components', () => {
  const Thing = z
    .object({ size: z.int().default(1), pattern: z.string(), format: z.string() })
    .meta({ id: 'Thing' })
  const { document: own, operation } = documented({ ...common, body: Thing, reply: dataOf(Thing) })
  const { schemas } = own.components as { schemas: Record<string, Json> }
  expect(operation.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/ThingInput',
  })
  expect(schemas.Thing?.required).toEqual(['size', 'pattern', 'format'])
  expect(schemas.ThingInput?.required).toEqual(['pattern', 'format'])
  // Fields may be named like keywords of JSON Schema.
  expect(Object.keys(schemas.Thing?.properties as object)).toEqual(['size', 'pattern', 'format'])
})
