import { Ajv, type ErrorObject } from 'ajv'
import { RE2JS } from 're2js'

/** Checks values against a JSON Schema. */
export type JsonSchemaCheck = (value: unknown) => {
  /** A copy, with defaults filled in and text made a number where a number is wanted. */
  readonly value: unknown
  /** What is wrong, each in a sentence; empty when nothing is. */
  readonly problems: readonly string[]
}

export class JsonSchemaError extends Error {
  override readonly name = 'JsonSchemaError'
}

/** Schemas that nest deeper overflow whoever compiles them. */
const maxDepth = 30
const maxProblems = 10

/** Patterns of users in time linear in the text. */
const regExp = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern)
    return { test: (text: string) => compiled.matcher(text).find() }
  },
  { code: 're2' },
)

const checker = new Ajv({ strict: false, logger: false })

/**
 * Of draft 07, and what later drafts have in common with it; references only within the schema. Throws
 * a JsonSchemaError that says what is wrong.
 */
export function compileJsonSchema(schema: Readonly<Record<string, unknown>>): JsonSchemaCheck {
  // Both would make it known by a name, and the names of two users may be the same.
  const { $schema: _dialect, $id: _id, ...plain } = schema
  if (depthOf(plain) > maxDepth) {
    throw new JsonSchemaError(`nests more than ${maxDepth} levels deep.`)
  }
  const validate = compile(plain)
  return (value) => {
    const copy: unknown = structuredClone(value)
    const isRight = validate(copy) as boolean
    return { value: copy, problems: isRight ? [] : problemsOf(validate.errors ?? []) }
  }
}

function compile(schema: Record<string, unknown>) {
  try {
    if (checker.validateSchema(schema) !== true) {
      throw new Error(checker.errorsText(checker.errors, { dataVar: 'schema' }))
    }
    // One for each schema: whatever it remembers goes with it.
    const ajv = new Ajv({
      strict: false,
      validateSchema: false,
      meta: false,
      allErrors: true,
      coerceTypes: true,
      useDefaults: true,
      logger: false,
      code: { regExp },
    })
    return ajv.compile(schema)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new JsonSchemaError(`is no JSON Schema: ${reason}`, { cause: error })
  }
}

function problemsOf(errors: readonly ErrorObject[]): string[] {
  return errors.slice(0, maxProblems).map(({ instancePath, message, params }) => {
    const where = instancePath === '' ? '' : `'${instancePath.slice(1).replaceAll('/', '.')}' `
    const extra = Object.values(params).filter((value) => typeof value === 'string')
    const isNamed = /required|additional/.test(message ?? '') || extra.length === 0
    return `${where}${message ?? 'is wrong'}${isNamed ? '' : ` (${extra.join(', ')})`}.`
  })
}

function depthOf(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > maxDepth) return level
  return Math.max(level, ...Object.values(value).map((inner) => depthOf(inner, level + 1)))
}
