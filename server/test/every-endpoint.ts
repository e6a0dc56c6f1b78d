import { allEndpoints, type Endpoint, type Method } from '@parley/contract'
import { openApiDocument } from '../src/modules/system/index.ts'
import type { Components, JsonSchema } from './schema-arbitrary.ts'
import { type Fill, minimalOf } from './schema-minimum.ts'

/** One operation of the OpenAPI document, ready to be called. */
export type Operation = {
  readonly id: string
  readonly method: Method
  /** With `{name}` for each parameter. */
  readonly path: string
  readonly endpoint: Endpoint
  readonly pathParams: Readonly<Record<string, JsonSchema>>
  readonly query: Readonly<Record<string, JsonSchema>>
  readonly body: JsonSchema | undefined
}

type Parameter = { name: string; in: string; schema: JsonSchema }
type Documented = {
  operationId: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
}

const document = openApiDocument({ baseUrl: '/', version: '0.0.0' })

/** Named schemas of the document. */
export const components = (document.components as { schemas: Components }).schemas

/**
 * Every operation of the contract, as callers read of it. A new endpoint is here without being named.
 * Uploads in parts are not: they speak another protocol.
 */
export const operations: readonly Operation[] = Object.entries(
  document.paths as Record<string, Record<string, Documented>>,
)
  .filter(([path]) => !path.startsWith('/uploads/'))
  .flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, documented]) => operationOf(path, method, documented)),
  )

function operationOf(path: string, method: string, documented: Documented): Operation {
  const endpoint = allEndpoints.find(({ id }) => id === documented.operationId)
  if (!endpoint) throw new Error(`${documented.operationId} is not in the contract`)
  const named = (where: string) =>
    Object.fromEntries(
      (documented.parameters ?? [])
        .filter((parameter) => 'name' in parameter)
        .filter((parameter) => parameter.in === where)
        .map(({ name, schema }) => [name, schema]),
    )
  return {
    id: documented.operationId,
    method: method.toUpperCase() as Method,
    path,
    endpoint,
    pathParams: named('path'),
    query: named('query'),
    body: documented.requestBody?.content['application/json']?.schema,
  }
}

/** The path with its parameters filled in; throws when one is not given. */
export function pathOf(operation: Operation, params: Readonly<Record<string, string>>): string {
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${operation.id} needs '${name}'`)
    return encodeURIComponent(value)
  })
}

/** What an operation asks for beside the fields that its schema requires. */
const needed: Readonly<Record<string, (fill: Fill) => object>> = {
  createSignalTracker: ({ text }) => ({ phrases: [text()] }),
}

/** A body that the operation accepts, as small as can be; undefined when it takes none. */
export function minimalBody(operation: Operation, fill: Fill): unknown {
  const body = operation.body && minimalOf(operation.body, components, fill)
  const more = needed[operation.id]?.(fill)
  return more ? { ...(body as object), ...more } : body
}

/** Text that is new each time, recognisable by its beginning. */
export function fillWith(prefix: string): Fill {
  let count = 0
  return { text: () => `${prefix}${(count += 1)}` }
}
