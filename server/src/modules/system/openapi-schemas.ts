import { z } from 'zod'

/** A JSON object of the OpenAPI document. */
export type Json = { readonly [key: string]: unknown }

export type Schemas = {
  /** What callers send. */
  input(schema: z.ZodType): Json
  /** What is answered. */
  output(schema: z.ZodType): Json
  /** Every schema that has an id in its metadata, under that id. */
  readonly components: Record<string, Json>
}

/**
 * Turns zod schemas into those of OpenAPI 3.1, which are JSON Schema 2020-12. A schema with an id
 * becomes a component; where what is sent differs from what is answered, the one that comes second
 * gets `Input` or `Output` appended.
 */
export function collectSchemas(): Schemas {
  const components: Record<string, Json> = {}
  const convert = (schema: z.ZodType, io: Direction): Json => {
    const converted = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    const { $schema: _, $defs = {}, ...root } = converted as Json & { $defs?: Record<string, Json> }
    const isFree = (id: string, def: Json) => {
      const present = components[id]
      return present === undefined || JSON.stringify(present) === JSON.stringify(tidy(def, io, {}))
    }
    const names: Record<string, string> = {}
    for (const [id, def] of Object.entries($defs)) {
      names[id] = isFree(id, def) ? id : id + (io === 'input' ? 'Input' : 'Output')
    }
    for (const [id, def] of Object.entries($defs))
      components[names[id] ?? id] = tidy(def, io, names)
    return tidy(root, io, names)
  }
  return {
    input: (schema) => convert(schema, 'input'),
    output: (schema) => convert(schema, 'output'),
    components,
  }
}

type Direction = 'input' | 'output'

const mapsOfSchemas = new Set(['properties', 'patternProperties', '$defs'])
const singleSchemas = new Set([
  'items',
  'prefixItems',
  'additionalProperties',
  'propertyNames',
  'not',
])
const listsOfSchemas = new Set(['anyOf', 'oneOf', 'allOf'])

/** Rewrites one JSON Schema, at every depth, into what a reader of the reference should see. */
function tidy(schema: Json, io: Direction, names: Readonly<Record<string, string>>): Json {
  const { id: _, openapi, ...shown } = schema
  if (isJson(openapi)) {
    return { ...openapi, ...('description' in shown && { description: shown.description }) }
  }
  const deeper = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deeper)
    return isJson(value) ? tidy(value, io, names) : value
  }
  const tidied: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(shown)) {
    if (io === 'output' && isClosing(key, value)) continue
    // The pattern of a format says nothing that the format does not.
    if (key === 'pattern' && 'format' in shown) continue
    if (key === '$ref') tidied[key] = refTo(String(value), names)
    else if (mapsOfSchemas.has(key)) tidied[key] = mapValues(value as Json, deeper)
    else if (singleSchemas.has(key) || listsOfSchemas.has(key)) tidied[key] = deeper(value)
    else tidied[key] = value
  }
  return compactNull(withItems(tidied))
}

/** Tuples say what stands where; readers of OpenAPI want to hear of all entries as well. */
function withItems(schema: Json): Json {
  return schema.prefixItems && !schema.items ? { ...schema, items: {} } : schema
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapValues(record: Json, convert: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]))
}

/** Replies may gain fields: a client that refused unknown ones would break. */
function isClosing(key: string, value: unknown): boolean {
  return key === 'additionalProperties' && value === false
}

function refTo(ref: string, names: Readonly<Record<string, string>>): string {
  const id = ref.split('/').at(-1) ?? ''
  return `#/components/schemas/${names[id] ?? id}`
}

/** `anyOf: [{type: x, …}, {type: null}]` as `{type: [x, null], …}`. */
function compactNull(schema: Json): Json {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema
  const [one, other] = anyOf as [Json, Json]
  const isNull = other.type === 'null' && Object.keys(other).length === 1
  if (!isNull || typeof one.type !== 'string' || 'const' in one) return schema
  const values = Array.isArray(one.enum) ? { enum: [...(one.enum as unknown[]), null] } : {}
  return { ...one, ...values, ...rest, type: [one.type, 'null'] }
}
