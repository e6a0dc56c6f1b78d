import { z } from 'zod'
import { eventCatalogue, type EventName, findEventType } from '../events/catalogue.ts'

const known = eventCatalogue.map(({ name }) => name)

/** Whether a name stands for an event of the catalogue: itself, `recording.*` or `*`. */
function isKnown(pattern: string): boolean {
  if (pattern === '*' || findEventType(pattern)) return true
  if (!pattern.endsWith('.*')) return false
  const beginning = pattern.slice(0, -1)
  return known.some((name) => name.startsWith(beginning))
}

/** An exact name of the catalogue. */
export const KnownEvent = z
  .enum(known as [EventName, ...EventName[]], {
    error: ({ input }) => `has an unknown event: ${String(input).slice(0, 100)}.`,
  })
  .describe('A name of GET /functions/v1/webhooks/event-types.')

/** An exact name, or all that begin alike, or all. */
const EventPattern = z
  .string('must be text.')
  .max(100, 'must be the name of an event.')
  .refine(isKnown, {
    error: ({ input }) => `has an unknown event: ${String(input).slice(0, 100)}.`,
  })

export const EventPatterns = z
  .array(EventPattern, 'must be a list of events.')
  .min(1, 'must name at least one event.')
  .max(100, 'must name at most 100 events.')
  .transform((list) => [...new Set(list)])
  .describe('Names of the catalogue, `recording.*` for all that begin with `recording.`, or `*`.')

/** The same in a query string, separated by commas. */
export const queryEvents = z
  .string('must be given once.')
  .max(2_000, 'must be at most 2000 characters.')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .pipe(z.array(EventPattern).max(100, 'must name at most 100 events.'))
