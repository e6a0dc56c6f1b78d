import { z } from 'zod'

/** What is wrong with an answer, for the model and for people: the first faults only. */
const shownFaults = 12
const shownLength = 300

export type Reading<T> =
  | { readonly value: T; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string }

/** The value in a text that should be JSON; models wrap it in fences and sentences. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): Reading<T> {
  const json = parseSomewhere(text)
  if (json === undefined) return { fault: `It is not JSON: ${text.slice(0, shownLength)}` }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  const faults = parsed.error.issues
    .slice(0, shownFaults)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the answer'}: ${message}`)
  return { fault: faults.join('\n') }
}

function parseSomewhere(text: string): unknown {
  const bare = text
    .replace(/^[\s\S]*?<\/think>/, '')
    .trim()
    .replace(/^```(?:json)?\s*/i, '')
    .replace(/\s*```$/, '')
  const begin = bare.indexOf('{')
  const end = bare.lastIndexOf('}')
  return parse(bare) ?? (begin >= 0 && end > begin ? parse(bare.slice(begin, end + 1)) : undefined)
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Keywords that servers with strict schemas refuse; zod checks them afterwards. */
const refusedKeywords = new Set([
  '$schema',
  'default',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'examples',
])

/** JSON schema as OpenAI's strict mode takes it: all fields required, none besides, no ranges. */
export function toJsonSchema(schema: z.ZodType): unknown {
  return simplified(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), false)
}

/** `isNames`: the keys are names of properties and not keywords. */
function simplified(node: unknown, isNames: boolean): unknown {
  if (Array.isArray(node)) return node.map((part) => simplified(part, false))
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node)
    .filter(([key]) => isNames || !refusedKeywords.has(key))
    .map(([key, value]) => [key, simplified(value, key === 'properties' || key === '$defs')])
  const plain = Object.fromEntries(entries) as Record<string, unknown>
  const isObject = !isNames && plain['type'] === 'object' && typeof plain['properties'] === 'object'
  if (!isObject) return plain
  const required = Object.keys(plain['properties'] as object)
  return { ...plain, required, additionalProperties: false }
}
