import type { Shape } from './draft.ts'

/** A field of what a call should find out, as a row of the editor. */
export type OutcomeField = {
  readonly name: string
  readonly kind: FieldKind
  readonly isRequired: boolean
  readonly description: string
  /** Of `choice`. */
  readonly values: readonly string[]
  /** What else its schema says; kept as it is. */
  readonly rest: Shape
}

export const fieldKinds = [
  'text',
  'number',
  'integer',
  'boolean',
  'date',
  'datetime',
  'choice',
  'list',
  'object',
] as const
export type FieldKind = (typeof fieldKinds)[number]

const schemas: Readonly<Record<FieldKind, Shape>> = {
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  choice: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
}

const isObject = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The rows of a shape, in its order. */
export function fieldsOf(shape: Shape | null): readonly OutcomeField[] {
  if (!shape) return []
  const { properties, required } = shape
  const needed = new Set(Array.isArray(required) ? (required as string[]) : [])
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    isRequired: needed.has(name),
    ...partsOf(isObject(schema) ? schema : {}),
  }))
}

function partsOf(schema: Shape): Omit<OutcomeField, 'name' | 'isRequired'> {
  const { type, format, enum: values, description, ...rest } = schema
  const kind = kindOf(schema)
  const isChoice = kind === 'choice'
  return {
    kind,
    description: typeof description === 'string' ? description : '',
    values: isChoice && Array.isArray(values) ? values.map(String) : [],
    // A type or a list of values that no kind stands for stays as it was.
    rest: {
      ...rest,
      ...(Array.isArray(type) && { type }),
      ...(!isChoice && values !== undefined && { enum: values }),
      ...(typeof format === 'string' && !format.startsWith('date') && { format }),
    },
  }
}

function kindOf({ type, format, enum: values }: Shape): FieldKind {
  const name = Array.isArray(type) ? (type as unknown[]).find((one) => one !== 'null') : type
  if (name === 'array') return 'list'
  if (name === 'number' || name === 'integer' || name === 'boolean' || name === 'object')
    return name
  if (Array.isArray(values)) return 'choice'
  if (format === 'date') return 'date'
  return format === 'date-time' ? 'datetime' : 'text'
}

/** The shape of rows; null of none. Rows without a name are not finished and left out. */
export function shapeOf(fields: readonly OutcomeField[], before: Shape | null): Shape | null {
  const named = fields.filter(({ name }) => name.trim())
  if (named.length === 0) return null
  const description = before?.description
  return {
    type: 'object',
    properties: Object.fromEntries(named.map((field) => [field.name.trim(), schemaOf(field)])),
    required: named.filter(({ isRequired }) => isRequired).map(({ name }) => name.trim()),
    ...(typeof description === 'string' && { description }),
  }
}

function schemaOf({ kind, description, values, rest }: OutcomeField): Shape {
  const { items, properties, required, ...others } = rest
  const inner = {
    ...(kind === 'list' && items !== undefined && { items }),
    ...(kind === 'object' && properties !== undefined && { properties }),
    ...(kind === 'object' && required !== undefined && { required }),
  }
  return {
    ...schemas[kind],
    ...(description.trim() && { description: description.trim() }),
    ...(kind === 'choice' && { enum: values.filter((value) => value.trim()) }),
    ...others,
    ...inner,
  }
}

/** Another kind keeps the name and what it means, and nothing of the schema of the former kind. */
export function withKind(field: OutcomeField, kind: FieldKind): OutcomeField {
  return kind === field.kind ? field : { ...field, kind, values: [], rest: {} }
}

/** Rows that cannot be saved: a name twice, or a choice without values. */
export function troubledFields(fields: readonly OutcomeField[]): ReadonlySet<number> {
  const names = fields.map(({ name }) => name.trim())
  return new Set(
    fields.flatMap(({ kind, values }, index) => {
      const isTwice = names[index] !== '' && names.indexOf(names[index] ?? '') !== index
      const isEmpty = kind === 'choice' && values.every((value) => !value.trim())
      return isTwice || isEmpty ? [index] : []
    }),
  )
}
