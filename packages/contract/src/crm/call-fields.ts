import { z } from 'zod'
import { optionalText } from '../fields.ts'

/** Fields that both the call capture and the calls of the API have. */

export const callOutcomes = [
  'converted',
  'follow_up',
  'not_answered',
  'completed',
  'not_interested',
] as const
export const callStatuses = ['completed', 'busy', 'no-answer', 'failed'] as const
export const callDirections = ['inbound', 'outbound'] as const

/** One of a list of words; null and an empty text both mean none. */
function optionalWord<const W extends readonly [string, ...string[]]>(words: W) {
  const message = `must be one of ${words.join(', ')}.`
  return z
    .union([z.literal('').transform(() => null), z.enum(words, message), z.null()], message)
    .meta({ openapi: { type: ['string', 'null'], enum: [...words, null] } })
    .optional()
}

export const outcome = optionalWord(callOutcomes)
export const callStatus = optionalWord(callStatuses)
export const direction = optionalWord(callDirections)

export const notes = optionalText(50_000)
/** As dialled: `+919876543210`, `020 7946 0958`, an extension, or what a network says of itself. */
export const phoneNumber = optionalText(50)
export const externalCallId = optionalText(200)
export const externalSystem = optionalText(100)

/** The longest that a call is believed to last: a week. */
const maxSeconds = 604_800

export const durationSeconds = z
  .int('must be a whole number of seconds.')
  .min(0, 'must not be negative.')
  .max(maxSeconds, `must be at most ${maxSeconds} (a week).`)
  .nullable()
  .optional()

const timeShape = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/
const timeMessage = 'must be a real time as HH:MM:SS.'

/** A time of day without a zone: `14:00:00`, or without its seconds. */
export const optionalTime = z
  .union(
    [
      z.literal('').transform(() => null),
      z
        .string(timeMessage)
        .trim()
        .regex(timeShape, timeMessage)
        .transform((time) => (time.length === 5 ? `${time}:00` : time)),
      z.null(),
    ],
    timeMessage,
  )
  .meta({ openapi: { type: ['string', 'null'], pattern: timeShape.source } })
  .optional()

const maxDetailBytes = 65_536

/** Whatever else the dialer knows; at most 64 KiB as JSON in UTF-8. */
export const callDetails = z
  .record(z.string(), z.unknown(), 'must be an object.')
  .refine(
    (details) => new TextEncoder().encode(JSON.stringify(details)).length <= maxDetailBytes,
    `must be at most ${maxDetailBytes} bytes of JSON.`,
  )
  .nullable()
  .optional()

/** For a refinement of a whole body; what is missing or null is in no order. */
export function endsAfterStart(body: {
  readonly start_time?: string | null | undefined
  readonly end_time?: string | null | undefined
}): boolean {
  const { start_time: start, end_time: end } = body
  return typeof start !== 'string' || typeof end !== 'string' || start <= end
}

export const endBeforeStart = { path: ['end_time'], error: 'must not be before start_time.' }
