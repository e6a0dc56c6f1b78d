import { z } from 'zod'
import { queryText } from '../fields.ts'
import { callStatuses, CallChannel } from './call.ts'

/** Values that clients of the voice API send in queries and bodies: as text, numbers or lists. */

const maxValues = 50
/** The years 1970 to 9999, in milliseconds. */
const maxMs = 253_402_300_799_999

const one = queryText.pipe(z.string().max(500))

/** `a,b`, the parameter given several times, or a list. */
const several = z
  .union([one, z.array(one).max(maxValues, `must be given at most ${maxValues} times.`)])
  .transform((given) => [given].flat().flatMap((part) => part.split(',')))
  .transform((given) => given.map((part) => part.trim()).filter((part) => part !== ''))

export const ids = several
  .refine((given) => given.every((value) => z.uuid().safeParse(value).success), 'must list UUIDs.')
  .meta({ openapi: { type: 'array', items: { type: 'string', format: 'uuid' } } })

export const statuses = several
  .transform((given) => given.map((value) => value.toUpperCase().replaceAll(/[\s-]+/g, '_')))
  .refine(
    (given) => given.every((value) => callStatuses.some((known) => known === value)),
    `must be some of ${callStatuses.join(', ')}.`,
  )
  .meta({ openapi: { type: 'array', items: { type: 'string', enum: [...callStatuses] } } })

const channelOf: Readonly<Record<string, CallChannel>> = {
  web: 'Web',
  chat: 'Chat Agent',
  chatagent: 'Chat Agent',
  telephone: 'Telephone',
  phone: 'Telephone',
}

/** In any spelling: `TELEPHONE`, `telephone`, `Chat Agent`, `chat_agent`. */
export const channels = several
  .transform((given) =>
    given.map((value) => channelOf[value.toLowerCase().replaceAll(/[\s_-]+/g, '')] ?? value),
  )
  .refine(
    (given) => given.every((value) => CallChannel.safeParse(value).success),
    'must be some of Web, Chat Agent and Telephone.',
  )
  .meta({
    openapi: { type: 'array', items: { type: 'string', enum: ['Web', 'Chat Agent', 'Telephone'] } },
  })

/** Milliseconds since 1970, as a number or as text, or RFC 3339. Becomes RFC 3339. */
export const momentOrMs = z
  .union([z.number(), z.string().trim().max(40)], 'must be milliseconds since 1970 or a date.')
  .transform((given, issues) => {
    const isMs = typeof given === 'number' || /^\d+(\.\d+)?$/.test(given)
    const ms = isMs ? Math.round(Number(given)) : Date.parse(given)
    if (ms >= 0 && ms <= maxMs) return new Date(ms).toISOString()
    issues.addIssue({ code: 'custom', message: 'must be milliseconds since 1970 or a date.' })
    return z.NEVER
  })
  .meta({ openapi: { type: 'integer', minimum: 0, maximum: maxMs } })

/** A whole number that may be written as text. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}.`
  return z.coerce.number(message).int(message).min(min, message).max(max, message)
}

export const projectId = queryText
  .optional()
  .describe('The id of the workspace, as other clients send it; the key says the same.')
