/** Arguments of a tool, in the two shapes in which clients describe them. */

type Json = Readonly<Record<string, unknown>>

/** Where an argument goes when its description says so. */
export type Place = 'path' | 'query' | 'header' | 'body'
const places: readonly unknown[] = ['path', 'query', 'header', 'body']

export type Parameters = {
  /** JSON Schema of an object; `in` and its like are left out. */
  readonly schema: Json
  /** Of arguments that are placed. */
  readonly places: Readonly<Record<string, Place>>
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether it is a JSON Schema rather than a map of arguments. An argument that is called `type` is
 * described by an object, while the `type` of a schema is a word.
 */
function isSchema(params: Json): boolean {
  if (typeof params.type === 'string' || Array.isArray(params.type)) return true
  const { properties, ...rest } = params
  if (!isObject(properties)) return typeof params.$ref === 'string'
  const isPropertyMap = Object.values(properties).every(isObject)
  return (
    isPropertyMap && Object.keys(rest).every((name) => !isObject(rest[name]) || name[0] === '$')
  )
}

/** As it is kept and shown: always a JSON Schema, with `in` where it was said. */
export function toJsonSchema(params: Json | null | undefined): Json {
  if (!params || Object.keys(params).length === 0) return { type: 'object', properties: {} }
  if (isSchema(params)) return { ...params, type: 'object', properties: params.properties ?? {} }
  const required = Object.entries(params).flatMap(([name, described]) =>
    isObject(described) && described.required === true ? [name] : [],
  )
  const properties = Object.fromEntries(
    Object.entries(params).map(([name, described]) => [name, withoutRequired(described)]),
  )
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** In a map `required` is a mark of the argument; in a schema it would be a list of names. */
function withoutRequired(described: unknown): unknown {
  // `{name: 'what it is'}` is the shortest way to say it.
  if (typeof described === 'string') return { type: 'string', description: described }
  if (!isObject(described) || typeof described.required !== 'boolean') return described
  const { required: _, ...rest } = described
  return rest
}

/** What models are told and arguments are held against, and where each argument goes. */
export function readParameters(kept: Json): Parameters {
  const given = isObject(kept.properties) ? kept.properties : {}
  const placed: Record<string, Place> = {}
  const properties: Record<string, unknown> = {}
  for (const [name, described] of Object.entries(given)) {
    if (!isObject(described)) {
      properties[name] = described
      continue
    }
    const { in: where, 'x-in': marked, location, ...rest } = described
    const place = [where, marked, location].find((word) => places.includes(word))
    if (place !== undefined) placed[name] = place as Place
    properties[name] = rest
  }
  return { schema: { ...kept, properties }, places: placed }
}

/** What an agent decides itself about a tool's arguments. */
export type Overrides = Readonly<
  Record<string, { readonly value?: unknown; readonly disabled?: boolean | undefined }>
>

export function readOverrides(overrides: unknown): Overrides {
  const params = isObject(overrides) && isObject(overrides.params) ? overrides.params : {}
  const known: Record<string, { value?: unknown; disabled?: boolean }> = {}
  for (const [name, override] of Object.entries(params)) {
    if (!isObject(override)) continue
    known[name] = {
      ...('value' in override && { value: override.value }),
      disabled: override.disabled === true,
    }
  }
  return known
}

/** The schema without the arguments that the model is not asked for, and the values they have. */
export function withOverrides(schema: Json, overrides: Overrides) {
  const properties = isObject(schema.properties) ? { ...schema.properties } : {}
  const fixed: Record<string, unknown> = {}
  for (const [name, { value, disabled }] of Object.entries(overrides)) {
    if (!disabled && value === undefined) continue
    delete properties[name]
    if (!disabled) fixed[name] = value
  }
  const required = Array.isArray(schema.required)
    ? schema.required.filter((name) => Object.hasOwn(properties, String(name)))
    : undefined
  return { schema: { ...schema, properties, ...(required && { required }) }, fixed }
}

/** A name that every model takes for a function: at most 64 of letters, digits, _ and -. */
export function functionNames(
  tools: readonly { readonly name: string; readonly id: string }[],
): string[] {
  const taken = new Set<string>()
  return tools.map(({ name, id }) => {
    const plain = name
      .trim()
      .replace(/[^A-Za-z0-9_-]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 56)
    const base = plain === '' ? `tool_${id.slice(-6)}` : plain
    let unique = base
    for (let count = 2; taken.has(unique); count += 1) unique = `${base}_${count}`
    taken.add(unique)
    return unique
  })
}
