import fc from 'fast-check'

/** The part of JSON Schema that the OpenAPI document uses. */
export type JsonSchema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
}

export type Components = Readonly<Record<string, JsonSchema>>

/** Longest random text and list: enough for surprises, short enough for ten thousand requests. */
const longestText = 40
const longestList = 3

/** Values that the schema allows. Throws for a schema it cannot follow. */
export function arbitraryOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return arbitraryOf(resolve(schema, components), components)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, components)))
  if (schema.type === undefined) return fc.jsonValue({ maxDepth: 2 })
  return fc.oneof(...[schema.type].flat().map((type) => typed(type, schema, components)))
}

export function resolve(schema: JsonSchema, components: Components): JsonSchema {
  if (schema.$ref === undefined) return schema
  const found = components[schema.$ref.split('/').at(-1) ?? '']
  if (!found) throw new Error(`${schema.$ref} is not in the document`)
  return found
}

type Maker = (schema: JsonSchema, components: Components) => fc.Arbitrary<unknown>

function typed(type: string, schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const make = makers[type]
  if (!make) throw new Error(`no values for the type ${type}`)
  return make(schema, components)
}

const makers: Readonly<Record<string, Maker>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: ({ minimum = -1e6, maximum = 1e6 }) =>
    fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31 - 1) }),
  number: ({ minimum = -1e6, maximum = 1e6 }) =>
    fc.double({ min: minimum, max: maximum, noNaN: true }),
  string: textOf,
  array: ({ items = {}, minItems = 0 }, components) =>
    fc.array(arbitraryOf(items, components), {
      minLength: minItems,
      maxLength: Math.max(minItems, longestList),
    }),
  object: objectOf,
}

function objectOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  // A random id is nobody's: bodies that may do without are mostly spared it.
  const absent = { weight: 7, arbitrary: fc.constant(undefined) }
  const shape = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const value = arbitraryOf(property, components)
      const spared = property.format === 'uuid' && !required.includes(name)
      return [name, spared ? fc.oneof(absent, { weight: 1, arbitrary: value }) : value]
    }),
  )
  if (Object.keys(shape).length > 0) return fc.record(shape, { requiredKeys: [...required] })
  const value = typeof additionalProperties === 'object' ? additionalProperties : {}
  return fc.dictionary(fc.string({ maxLength: 12 }), arbitraryOf(value, components), {
    maxKeys: longestList,
  })
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = longestText } = schema
  if (format !== undefined) {
    const ofFormat = formats[format]
    if (!ofFormat) throw new Error(`no values for the format ${format}`)
    return ofFormat
  }
  const longest = Math.max(minLength, Math.min(maxLength, longestText))
  if (pattern !== undefined) return matching(pattern, longest)
  return fc.string({ unit: 'grapheme', minLength, maxLength: longest })
}

export function matching(pattern: string, maxLength: number): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, 'u')
  // fast-check cannot make text of some Unicode classes; those patterns forbid little.
  return pattern.includes('\\p')
    ? fc.string({ maxLength }).filter((text) => expression.test(text))
    : fc.stringMatching(expression)
}

const someDate = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
})

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
  date: someDate.map((date) => date.toISOString().slice(0, 10)),
  'date-time': someDate.map((date) => date.toISOString()),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
  cidrv4: fc.ipV4().map((address) => `${address}/24`),
  cidrv6: fc.ipV6().map((address) => `${address}/64`),
}
