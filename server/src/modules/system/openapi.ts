import { allEndpoints, doorRefusals, type Endpoint, ErrorReply } from '@parley/contract'
import { z } from 'zod'
import {
  headers,
  idempotencyKey,
  introduction,
  rateHeaders,
  securitySchemes,
  tagDescriptions,
} from './openapi-conventions.ts'
import { collectRefusals, type Refusals } from './openapi-refusals.ts'
import { collectSchemas, type Json, type Schemas } from './openapi-schemas.ts'
import { uploadPaths } from './openapi-uploads.ts'

export type OpenApiOptions = {
  /** Address of the server without a path; `/` means wherever the document comes from. */
  readonly baseUrl: string
  readonly version: string
  /** The whole contract unless said. */
  readonly endpoints?: readonly Endpoint[]
}

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument({
  baseUrl,
  version,
  endpoints = allEndpoints,
}: OpenApiOptions): Json {
  const schemas = collectSchemas()
  const refusals = collectRefusals()
  // Replies first, so that they keep their names where a request's schema differs.
  const replies = new Map(
    endpoints.map(({ id, reply }) => [
      id,
      reply instanceof z.ZodNever ? undefined : schemas.output(reply),
    ]),
  )
  schemas.output(ErrorReply)
  for (const refusal of Object.values(doorRefusals)) schemas.output(refusal)
  const paths: Record<string, Record<string, Json>> = {}
  for (const endpoint of endpoints) {
    const path = (paths[templateOf(endpoint.path)] ??= {})
    path[endpoint.method.toLowerCase()] = operationOf(endpoint, replies, schemas, refusals)
  }
  if (endpoints === allEndpoints) Object.assign(paths, uploadPaths)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Parley API',
      version,
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: baseUrl, description: 'This server' }],
    tags: tagsOf(endpoints),
    paths,
    components: {
      schemas: sorted(schemas.components),
      responses: sorted(refusals.components),
      parameters: { IdempotencyKey: idempotencyKey },
      headers,
      securitySchemes,
    },
  }
}

function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

function operationOf(
  endpoint: Endpoint,
  replies: ReadonlyMap<string, Json | undefined>,
  schemas: Schemas,
  refusals: Refusals,
): Json {
  const { id, tag, summary, method, body, form, status = 200 } = endpoint
  const parameters = [
    ...parametersOf('path', endpoint.params, schemas),
    ...parametersOf('query', endpoint.query, schemas),
    ...(method === 'POST' || method === 'PATCH'
      ? [{ $ref: '#/components/parameters/IdempotencyKey' }]
      : []),
  ]
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: descriptionOf(endpoint),
    security: securityOf(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: {
          'application/json': { schema: schemas.input(body) },
          ...(form && { 'multipart/form-data': { schema: formOf(schemas.input(form)) } }),
        },
      },
    }),
    responses: {
      [status]: {
        description: status === 201 ? 'Created.' : 'Success.',
        headers: successHeaders(endpoint),
        content: contentOf(endpoint, replies.get(id)),
      },
      ...refusals.of(endpoint),
    },
  }
}

/** The reply as JSON, and as the files it can be instead. */
function contentOf({ files = [] }: Endpoint, json: Json | undefined): Json {
  const file = { schema: { type: 'string', format: 'binary' } }
  return {
    ...(json && { 'application/json': { schema: json } }),
    ...Object.fromEntries(files.map((type) => [type, file])),
  }
}

/** A form's fields with the file they come with. */
function formOf(schema: Json): Json {
  const { properties = {} } = schema as { properties?: Json }
  const file = { type: 'string', format: 'binary' }
  return { ...schema, properties: { ...properties, file }, required: ['file'] }
}

function descriptionOf(endpoint: Endpoint): string {
  const { summary, description, scope, resource, access, sparseReply, bodyAliases = {} } = endpoint
  const aliases = Object.entries(bodyAliases).map(([alias, name]) => `\`${alias}\` for \`${name}\``)
  return [
    description ?? `${summary}.`,
    sparseReply && 'With `fields`, the data has only these fields and the id.',
    aliases.length > 0 && `Also understood in the body: ${aliases.join(', ')}.`,
    scope && `Needs the permission \`${scope}\`${resource ? ` or \`${resource}:${scope}\`` : ''}.`,
    access === 'session' && 'For people who are signed in; API keys do not work here.',
    access === 'none' && 'Needs no key.',
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join('\n\n')
}

/** One parameter for each property of an object schema. */
function parametersOf(
  where: 'path' | 'query',
  schema: Endpoint['query'],
  schemas: Schemas,
): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemas.input(schema) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...value }]) => ({
    name,
    in: where,
    ...(description !== undefined && { description }),
    required: where === 'path' || required.includes(name),
    schema: value,
  }))
}

function securityOf({ access }: Endpoint): Json[] {
  const session = { session: [] }
  if (access === 'none') return []
  return access === 'session' ? [session] : [{ apiKey: [] }, { bearer: [] }, session]
}

function successHeaders({ access, unlimited }: Endpoint): Json {
  const limited = access === 'none' || unlimited ? [] : rateHeaders
  return Object.fromEntries(
    [['X-Request-Id', 'RequestId'] as const, ...limited].map(([header, name]) => [
      header,
      { $ref: `#/components/headers/${name}` },
    ]),
  )
}

function tagsOf(endpoints: readonly Endpoint[]): Json[] {
  return [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({
    name,
    ...(tagDescriptions[name] !== undefined && { description: tagDescriptions[name] }),
  }))
}

function sorted(record: Readonly<Record<string, Json>>): Json {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
