import type { z } from 'zod'
import { AppError } from './errors.ts'

/** The first problem is the message; all of them are in the details. */
export function refusalOf(error: z.ZodError): AppError {
  const problems = error.issues.map((issue) => {
    const { path, message } = sentenceOf(issue)
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

type Issue = z.core.$ZodIssue
type Sentence = Pick<Issue, 'path' | 'message'>

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

/** Where the contract has no words of its own, the library's are put as a sentence about the field. */
function sentenceOf(issue: Issue): Sentence {
  const { code, path, message } = issue
  if (code === 'invalid_union' && message === 'Invalid input') {
    // What else would do is mostly nothing at all: the first is what was meant.
    const [first] = issue.errors[0] ?? []
    if (!first) return issue
    const inner = sentenceOf(first)
    return { path: [...path, ...inner.path], message: inner.message }
  }
  if (code === 'too_big' && message.startsWith('Too big')) {
    const unit = units[issue.origin] ?? ''
    return { path, message: `must be at most ${issue.maximum}${unit}.` }
  }
  if (code === 'too_small' && message.startsWith('Too small')) {
    const unit = units[issue.origin] ?? ''
    return { path, message: `must be at least ${issue.minimum}${unit}.` }
  }
  return issue
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
