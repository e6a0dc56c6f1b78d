import type { z } from 'zod'
import { AppError } from './errors.ts'

/** The first problem is the message; all of them are in the details. */
export function refusalOf(error: z.ZodError): AppError {
  const problems = error.issues.map(({ path, message }) => {
    const field = path.join('.') || 'body'
    // Messages of the contract begin in lower case and continue the field's name.
    const continues = /^[a-z]/.test(message)
    return { field, message: continues ? `Field '${field}' ${message}` : message }
  })
  const first = problems[0] ?? { field: 'body', message: 'The request is not valid.' }
  return new AppError('VALIDATION_ERROR', first.message, {
    ...first,
    ...(problems.length > 1 && { problems: problems.slice(0, 20) }),
  })
}

/** Renames what other clients of the same API call differently; the documented name wins. */
export function withoutAliases(value: unknown, aliases: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const known = Object.keys(aliases).filter((alias) => Object.hasOwn(value, alias))
  if (known.length === 0) return value
  const renamed: Record<string, unknown> = { ...value }
  for (const alias of known) {
    const name = aliases[alias] as string
    if (!Object.hasOwn(value, name)) renamed[name] = renamed[alias]
    delete renamed[alias]
  }
  return renamed
}
