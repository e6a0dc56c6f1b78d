import { z } from 'zod'
import { text } from '../fields.ts'

/** Kinds of fields that several parts of an agent have. */

const unstorable = /[\0\p{Cs}]/u

/** Levels that free JSON may be nested; deeper values are refused before they cost anything. */
const maxDepth = 20

/** Why this JSON cannot be kept; undefined: it can. */
function jsonFault(value: unknown, depth = 0): string | undefined {
  if (depth > maxDepth) return `must not be nested deeper than ${maxDepth} levels.`
  if (typeof value === 'string' && unstorable.test(value)) {
    return 'must not contain NUL or half surrogate characters.'
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, item] of Object.entries(value)) {
    const fault = jsonFault(name, depth) ?? jsonFault(item, depth + 1)
    if (fault) return fault
  }
  return undefined
}

/** Whether JSON that comes as it likes can be kept: how deep, how long, and with which characters. */
export function keepable(maxCharacters: number) {
  return (value: unknown, issues: z.core.$RefinementCtx): void => {
    const isLong = () => (JSON.stringify(value) ?? '').length > maxCharacters
    const tooLong = `must be at most ${maxCharacters} characters of JSON.`
    const fault = jsonFault(value) ?? (isLong() ? tooLong : undefined)
    if (fault) issues.addIssue({ code: 'custom', message: fault })
  }
}

/** An object of any JSON, at most so many characters when written. */
export function openMap(maxCharacters: number) {
  return z
    .record(z.string(), z.unknown(), 'must be an object.')
    .superRefine(keepable(maxCharacters))
    .meta({ openapi: { type: 'object', additionalProperties: true } })
}

/** Text that may be empty, trimmed; null is the same as empty. */
export function looseText(maxCharacters: number) {
  return z
    .string('must be text.')
    .trim()
    .max(maxCharacters, `must be at most ${maxCharacters} characters.`)
    .refine(
      (value) => !unstorable.test(value),
      'must not contain NUL or half surrogate characters.',
    )
}

/** Text, or null where there is none. */
export function nullableText(maxCharacters: number) {
  return looseText(maxCharacters)
    .transform((value) => (value === '' ? null : value))
    .nullable()
}

export function within(min: number, max: number) {
  const message = `must be from ${min} to ${max}.`
  return z.number('must be a number.').min(min, message).max(max, message)
}

export function wholeWithin(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}.`
  return z.int(message).min(min, message).max(max, message)
}

/** Names or ids that other systems give: models, voices, dialects. */
export const token = text(200)

/**
 * A language by its code, such as `en`. A locale loses its region: `en-US` is `en`. Hamsa knows `ar`
 * and `en`; others are kept for voices that speak them.
 */
export const language = z
  .string('must be a language code such as en or ar.')
  .trim()
  .regex(/^[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*$/, 'must be a language code such as en or ar.')
  .max(35, 'must be a language code such as en or ar.')
  .transform((value) => (value.split(/[-_]/)[0] ?? value).toLowerCase())
  .meta({ openapi: { type: 'string', examples: ['en', 'ar', 'en-US'] } })

type Shape = Readonly<Record<string, z.ZodType>>

/** Every field of a shape as a wish: absent keeps what is there, null puts the default back. */
export type Wishes<S extends Shape> = {
  readonly [K in keyof S]: z.ZodOptional<
    z.ZodNullable<S[K] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : S[K]>
  >
}

export function wishesOf<const S extends Shape>(shape: S): Wishes<S> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      const bare = field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field
      const { description } = field
      const wish = bare.nullable().optional()
      return [name, description === undefined ? wish : wish.describe(description)]
    }),
  ) as unknown as Wishes<S>
}
