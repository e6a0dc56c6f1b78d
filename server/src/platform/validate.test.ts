import { expect, test } from 'vitest'
import { z } from 'zod'
import { refusalOf } from './validate.ts'

function refusal(schema: z.ZodType, value: unknown): string | undefined {
  const { error } = schema.safeParse(value)
  return error && refusalOf(error).message
}

const pages = z
  .array(z.string('must be text.'), 'must be a list.')
  .max(2, 'must list at most 2 addresses.')
const item = z.object({ pages: z.union([pages, z.null()]).optional() })
const retries = z.object({ declined: z.object({ times: z.int().max(1) }) })

test.each([
  [
    'its own words',
    z.object({ a: z.string('must be text.') }),
    { a: 1 },
    "Field 'a' must be text.",
  ],
  [
    'a list that may be null',
    item,
    { pages: ['a', 'b', 'c'] },
    "Field 'pages' must list at most 2 addresses.",
  ],
  ['neither a list nor null', item, { pages: 7 }, "Field 'pages' must be a list."],
  [
    'a number that is too large',
    retries,
    { declined: { times: 2 } },
    "Field 'declined.times' must be at most 1.",
  ],
  [
    'a text that is too short',
    z.string().min(2),
    'a',
    "Field 'body' must be at least 2 characters.",
  ],
] as const)(
  'a refusal names the field and what it must be: %s',
  (...[, schema, value, sentence]) => {
    expect(refusal(schema, value)).toBe(sentence)
  },
)
