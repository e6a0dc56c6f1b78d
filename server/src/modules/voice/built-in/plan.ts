/** What a conversation without a model is to find out, and with what it can help. */

type FieldKind =
  | 'text'
  | 'name'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'choice'

export type Field = {
  readonly name: string
  readonly kind: FieldKind
  /** As it is asked for, such as "delivery address". */
  readonly label: string
  readonly isRequired: boolean
  readonly choices?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

export type PlannedTool = {
  readonly name: string
  readonly description: string
  readonly fields: readonly Field[]
}

export type Plan = {
  readonly fields: readonly Field[]
  readonly tools: readonly PlannedTool[]
  /** Whether somebody can take the call over. */
  readonly canHandOver: boolean
}

type Schema = Readonly<Record<string, unknown>>

/** Found out by listening, not by asking. */
const judgements =
  /(summary|sentiment|outcome|disposition|score|resolved|resolution|reason|status|notes?|intent|topic|interest_?level|satisf|successful|completed|qualified|transcript)/i

/**
 * The fields to be asked for: those that the schema requires, or all where it requires none; never
 * those that judge the conversation, nor those that the call brought along.
 */
export function fieldsOf(schema: unknown, known: Readonly<Record<string, unknown>> = {}): Field[] {
  const { properties, required } = (schema ?? {}) as Schema
  const needed = new Set(Array.isArray(required) ? (required as unknown[]) : [])
  const fields = Object.entries((properties ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([name]) => known[name] === undefined && !judgements.test(name))
    .flatMap(([name, property]) => fieldOf(name, property, needed.has(name)) ?? [])
  return needed.size > 0 ? fields.filter(({ isRequired }) => isRequired) : fields
}

/** Parameters of a tool: all that are required, without guesses about what they mean. */
export function parametersOf(schema: unknown): Field[] {
  const { properties, required } = (schema ?? {}) as Schema
  const needed = new Set(Array.isArray(required) ? (required as unknown[]) : [])
  return Object.entries((properties ?? {}) as Readonly<Record<string, unknown>>).flatMap(
    ([name, property]) => fieldOf(name, property, needed.has(name)) ?? [],
  )
}

function fieldOf(name: string, property: unknown, isRequired: boolean): Field | undefined {
  const schema = (property ?? {}) as Schema
  const types: readonly unknown[] = [schema.type].flat()
  const isType = (one: unknown): one is string => typeof one === 'string' && one !== 'null'
  const type = types.find(isType) ?? 'string'
  if (type === 'object' || type === 'array') return undefined
  const choices = Array.isArray(schema.enum)
    ? schema.enum.filter((value): value is string => typeof value === 'string')
    : []
  return {
    name,
    kind: choices.length > 0 ? 'choice' : kindOf(name, type, schema.format),
    label: labelOf(name, schema.description),
    isRequired,
    ...(choices.length > 0 && { choices }),
    ...(typeof schema.minimum === 'number' && { minimum: schema.minimum }),
    ...(typeof schema.maximum === 'number' && { maximum: schema.maximum }),
    ...(typeof schema.pattern === 'string' && { pattern: schema.pattern }),
  }
}

function kindOf(name: string, type: string, format: unknown): FieldKind {
  if (type === 'boolean' || type === 'number' || type === 'integer') return type
  if (format === 'date' || format === 'email') return format
  if (format === 'date-time') return 'datetime'
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
  if (/e_?mail|courriel/.test(words)) return 'email'
  if (/phone|mobile|telephone|whatsapp/.test(words)) return 'phone'
  if (/(^|_)(date|day|birthday|dob)$/.test(words)) return 'date'
  if (/(datetime|appointment|slot|start_time|starts_at)$/.test(words)) return 'datetime'
  if (/(^|_)(name|first_?name|last_?name|full_?name|surname)$/.test(words)) return 'name'
  return 'text'
}

/** A short description says it better than a name in code. */
const longestLabel = 60

function labelOf(name: string, description: unknown): string {
  if (typeof description === 'string' && description.trim() && description.length <= longestLabel) {
    return description
      .trim()
      .replace(/[.?!]+$/, '')
      .replace(/^(the|a|an|customer'?s?|user'?s?)\s+/i, '')
  }
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
}
