import fc from 'fast-check'
import { type Components, type JsonSchema, matching, resolve } from './schema-arbitrary.ts'

/** How {@link minimalOf} fills text, so that no two records clash. */
export type Fill = {
  /** New each time, ASCII, at most 30 characters. */
  readonly text: () => string
}

/** The smallest value a schema allows: required properties only, the first choice each. */
export function minimalOf(schema: JsonSchema, components: Components, fill: Fill): unknown {
  const { $ref, anyOf, oneOf } = schema
  if ($ref !== undefined) return minimalOf(resolve(schema, components), components, fill)
  for (const key of ['const', 'default'] as const) if (key in schema) return schema[key]
  if (schema.enum) return schema.enum[0]
  const [first] = anyOf ?? oneOf ?? []
  if (first) return minimalOf(first, components, fill)
  const [type = 'object'] = [schema.type].flat()
  const make = makers[type]
  if (!make) throw new Error(`no value for the type ${type}`)
  return make(schema, (part) => minimalOf(part, components, fill), fill)
}

type Maker = (schema: JsonSchema, deeper: (part: JsonSchema) => unknown, fill: Fill) => unknown

const makers: Readonly<Record<string, Maker>> = {
  null: () => null,
  boolean: () => true,
  integer: ({ minimum = 0 }) => Math.max(minimum, 1),
  number: ({ minimum = 0 }) => Math.max(minimum, 1),
  string: (schema, _, fill) => minimalText(schema, fill),
  array: ({ items = {}, minItems = 0 }, deeper) =>
    Array.from({ length: minItems }, () => deeper(items)),
  object: ({ properties = {}, required = [] }, deeper) =>
    Object.fromEntries(required.map((name) => [name, deeper(properties[name] ?? {})])),
}

const formats: Readonly<Record<string, (text: string) => string>> = {
  uuid: () => '00000000-0000-7000-8000-000000000000',
  email: (text) => `${text}@example.com`,
  uri: (text) => `https://${text}.example.com`,
  date: () => '2030-01-15',
  'date-time': () => '2030-01-15T14:00:00.000Z',
}

function minimalText({ format, pattern, maxLength = 30 }: JsonSchema, fill: Fill): string {
  const text = fill.text().slice(0, maxLength)
  if (format !== undefined) {
    const ofFormat = formats[format]
    if (!ofFormat) throw new Error(`no value for the format ${format}`)
    return ofFormat(text)
  }
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return text
  return fc.sample(matching(pattern, maxLength), { numRuns: 1, seed: 1 })[0] ?? ''
}
