/** The parts of an OpenAPI document that the tester needs. */
type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly example?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly minimum?: number
}

type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}

type Operation = {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: Schema }>>
  }
}

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export type Input = {
  readonly name: string
  readonly place: 'path' | 'query'
  readonly required: boolean
  readonly description: string
  readonly choices: readonly string[]
}

/** One operation as the tester shows it. */
export type Endpoint = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly inputs: readonly Input[]
  /** A body to begin with, as JSON; undefined when it takes none. */
  readonly body: string | undefined
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

export async function loadEndpoints(): Promise<readonly Endpoint[]> {
  const response = await fetch('/openapi.json')
  if (!response.ok) throw new Error(`The reference answered ${response.status}.`)
  return endpointsOf((await response.json()) as Document)
}

export function endpointsOf(document: Document): readonly Endpoint[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation?.operationId ? [endpointOf({ method, path, operation, document })] : []
    }),
  )
}

function endpointOf(found: {
  readonly method: string
  readonly path: string
  readonly operation: Operation
  readonly document: Document
}): Endpoint {
  const { method, path, operation, document } = found
  const schema = operation.requestBody?.content['application/json']?.schema
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? '',
    summary: operation.summary ?? operation.operationId,
    description: operation.description ?? '',
    inputs: (operation.parameters ?? []).flatMap(inputOf),
    body: schema && JSON.stringify(exampleOf(schema, document), null, 2),
  }
}

function inputOf(parameter: Parameter | { readonly $ref: string }): Input[] {
  if (!('name' in parameter) || parameter.in === 'header') return []
  const { name, in: place, required = false, description = '', schema } = parameter
  return [{ name, place, required, description, choices: (schema?.enum ?? []).map(String) }]
}

const deepest = 4

const samples: Readonly<Record<string, unknown>> = {
  email: 'ada@example.com',
  uuid: '00000000-0000-7000-8000-000000000000',
  date: '2026-01-15',
  'date-time': '2026-01-15T14:00:00Z',
  uri: 'https://example.com',
}

/** A value that the schema allows, with the fields that must be there. */
export function exampleOf(schema: Schema, document: Document, depth = 0): unknown {
  if (depth > deepest) return null
  const named = namedBy(schema, document)
  if (named) return exampleOf(named, document, depth + 1)
  const given = givenBy(schema)
  if (given !== undefined) return given
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (choice) return exampleOf(choice, document, depth + 1)
  const [type = 'object'] = [schema.type ?? []].flat()
  return (writers[type] ?? objectOf)(schema, document, depth)
}

function namedBy({ $ref }: Schema, { components }: Document): Schema | undefined {
  return $ref === undefined ? undefined : components?.schemas?.[$ref.split('/').at(-1) ?? '']
}

/** What the schema says itself. */
function givenBy(schema: Schema): unknown {
  const { example, examples, const: only, default: usual, enum: values } = schema
  return [example, examples?.[0], only, usual, values?.[0]].find((value) => value !== undefined)
}

type Writer = (schema: Schema, document: Document, depth: number) => unknown

const writers: Readonly<Record<string, Writer>> = {
  array: ({ items }, document, depth) => (items ? [exampleOf(items, document, depth + 1)] : []),
  boolean: () => false,
  integer: ({ minimum = 0 }) => minimum,
  number: ({ minimum = 0 }) => minimum,
  string: ({ format = '' }) => samples[format] ?? '',
}

function objectOf(schema: Schema, document: Document, depth: number): unknown {
  const { properties = {}, required = [] } = schema
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1)
  return Object.fromEntries(
    names.map((name) => [name, exampleOf(properties[name] ?? {}, document, depth + 1)]),
  )
}
