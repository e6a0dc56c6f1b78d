import { z } from 'zod'

/**
 * What is to be found out in a call, as JSON Schema of an object. Clients write it in full, as a bare
 * map of names (`{"budget": {"type": "number"}}`), or shorter still (`{"budget": "number"}`); it is kept
 * as JSON Schema, with the keywords that every model understands.
 */
export type OutcomeShape = {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, OutcomeField>>
  readonly required: readonly string[]
  readonly description?: string
}

export type OutcomeField = {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly properties?: Readonly<Record<string, OutcomeField>>
  readonly required?: readonly string[]
  readonly items?: OutcomeField
  readonly [keyword: string]: unknown
}

export const outcomeLimits = { depth: 6, fields: 200, name: 100, description: 2_000, values: 200 }

const types: Readonly<Record<string, { type: string; format?: string }>> = {
  string: { type: 'string' },
  text: { type: 'string' },
  number: { type: 'number' },
  float: { type: 'number' },
  double: { type: 'number' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  boolean: { type: 'boolean' },
  bool: { type: 'boolean' },
  array: { type: 'array' },
  list: { type: 'array' },
  object: { type: 'object' },
  null: { type: 'null' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
}

/** Keywords besides those with fields in them that are kept, each with what it must be. */
const plainKeywords: Readonly<Record<string, 'string' | 'number'>> = {
  title: 'string',
  format: 'string',
  pattern: 'string',
  minimum: 'number',
  maximum: 'number',
  minLength: 'number',
  maxLength: 'number',
  minItems: 'number',
  maxItems: 'number',
}

type Json = Readonly<Record<string, unknown>>
type Place = { readonly path: string; readonly depth: number; readonly count: { fields: number } }

class Fault extends Error {}

function fail(path: string, sentence: string): never {
  throw new Fault(path ? `${path} ${sentence}` : sentence)
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The shape as JSON Schema; throws a {@link Fault} with a sentence that names the field. */
function shapeOf(value: unknown): OutcomeShape {
  if (!isJson(value)) fail('', 'must be a JSON Schema of an object.')
  const count = { fields: 0 }
  const isSchema = isJson(value.properties) || value.type === 'object'
  const place = { path: '', depth: 0, count }
  const { properties, required } = isSchema
    ? objectOf(value, place)
    : { properties: propertiesOf(value, place), required: [] }
  const description = isSchema ? descriptionOf(value, '') : {}
  return { type: 'object', properties: properties ?? {}, required: required ?? [], ...description }
}

function fieldOf(value: unknown, place: Place): OutcomeField {
  const { path, depth, count } = place
  count.fields += 1
  if (count.fields > outcomeLimits.fields) fail('', `has more than ${outcomeLimits.fields} fields.`)
  if (depth > outcomeLimits.depth) fail(path, 'is nested too deep.')
  if (typeof value === 'string') return typeOf(value, path)
  if (!isJson(value)) fail(path, 'must be a JSON Schema or the name of a type.')
  if ('$ref' in value) fail(path, 'must not refer to another schema.')
  const type = Array.isArray(value.type)
    ? { type: value.type.map((one) => typeOf(one, path).type) }
    : value.type === undefined
      ? impliedType(value)
      : typeOf(value.type, path)
  return {
    ...type,
    ...descriptionOf(value, path),
    ...keywordsOf(value, path),
    ...valuesOf(value, path),
    ...([type.type].flat().includes('object') ? objectOf(value, place) : {}),
    ...itemsOf(value, place),
  }
}

function impliedType(value: Json): { type?: string } {
  if (isJson(value.properties)) return { type: 'object' }
  if (value.items !== undefined) return { type: 'array' }
  return value.enum === undefined ? { type: 'string' } : {}
}

function typeOf(name: unknown, path: string): { type: string; format?: string } {
  const wanted = typeof name === 'string' ? name.trim().toLowerCase() : ''
  const known = Object.hasOwn(types, wanted) ? types[wanted] : undefined
  return known ?? fail(path, `has the unknown type ${JSON.stringify(name)?.slice(0, 60)}.`)
}

function objectOf(
  { properties, required }: Json,
  place: Place,
): { properties?: Record<string, OutcomeField>; required?: string[] } {
  if (properties === undefined && required === undefined) return {}
  if (!isJson(properties ?? {})) fail(place.path, 'has properties that are no object.')
  const fields = propertiesOf((properties ?? {}) as Json, place)
  if (required === undefined || required === null) return { properties: fields }
  if (!Array.isArray(required)) fail(place.path, 'has required that is no list of names.')
  const names = required.map((name: unknown) => {
    if (typeof name === 'string' && Object.hasOwn(fields, name)) return name
    return fail(place.path, `requires ${JSON.stringify(name)?.slice(0, 120)}, which it has not.`)
  })
  return { properties: fields, required: [...new Set(names)] }
}

function propertiesOf(properties: Json, { path, depth, count }: Place) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      if (name === '__proto__' || name.length > outcomeLimits.name || /[\0\p{Cs}]/u.test(name)) {
        fail(path, `has a field with the name ${JSON.stringify(name.slice(0, 60))}.`)
      }
      const deeper = { path: path ? `${path}.${name}` : name, depth: depth + 1, count }
      return [name, fieldOf(field, deeper)]
    }),
  )
}

function itemsOf(value: Json, { path, depth, count }: Place): { items?: OutcomeField } {
  if (value.items === undefined) return {}
  return { items: fieldOf(value.items, { path: `${path}[]`, depth: depth + 1, count }) }
}

function descriptionOf({ description }: Json, path: string): { description?: string } {
  if (description === undefined || description === null || description === '') return {}
  const isText = typeof description === 'string' && !/[\0\p{Cs}]/u.test(description)
  if (!isText || description.length > outcomeLimits.description) {
    fail(path, `has a description that is no text of at most ${outcomeLimits.description}.`)
  }
  return { description }
}

function keywordsOf(value: Json, path: string): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, type] of Object.entries(plainKeywords)) {
    const given = value[name]
    if (given === undefined || given === null) continue
    if (typeof given !== type || (typeof given === 'string' && /[\0\p{Cs}]/u.test(given))) {
      fail(path, `has ${name} that is no ${type}.`)
    }
    kept[name] = given as string | number
  }
  return kept
}

function valuesOf({ enum: values }: Json, path: string): Pick<OutcomeField, 'enum'> {
  if (values === undefined || values === null) return {}
  const isPlain = (value: unknown) => value === null || typeof value !== 'object'
  if (!Array.isArray(values) || values.length === 0 || !values.every(isPlain)) {
    fail(path, 'has an enum that is no list of values.')
  }
  if (values.length > outcomeLimits.values || JSON.stringify(values).includes('\\u0000')) {
    fail(path, `has an enum of more than ${outcomeLimits.values} values, or NUL in one.`)
  }
  return { enum: values as (string | number | boolean | null)[] }
}

export const OutcomeShape = z
  .unknown()
  .transform((value, issues): OutcomeShape => {
    try {
      return shapeOf(value)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      issues.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
  .meta({
    id: 'OutcomeShape',
    openapi: {
      type: 'object',
      additionalProperties: true,
      description: 'JSON Schema of an object; a bare map of names to types is accepted too.',
      examples: [{ type: 'object', properties: { interested: { type: 'boolean' } } }],
    },
  })
