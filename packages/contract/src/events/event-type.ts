import type { z } from 'zod'

/** What one kind of event means and carries. Webhooks, subscribers and docs/events.md read it. */
export type EventType<N extends string = string, D extends z.ZodType = z.ZodType> = {
  /** `<subject>.<what happened>`, past tense: `deal.stage_changed`. Never renamed once released. */
  readonly name: N
  /** Kind of thing it happened to; the first part of the name. */
  readonly subject: string
  /** When it is announced, in a sentence. */
  readonly description: string
  /** The event's data. Fields may be added to it, never removed or given another meaning. */
  readonly data: D
  /** Believable data, shown in the reference; a test holds it against `data`. */
  readonly example: z.input<D>
  /** In the catalogue so that receivers can prepare for it; nothing announces it yet. */
  readonly isComing?: boolean
}

/** Declares an event of the catalogue. */
export function eventType<const N extends `${string}.${string}`, D extends z.ZodType>(
  type: Omit<EventType<N, D>, 'subject'>,
): EventType<N, D> {
  return { ...type, subject: type.name.slice(0, type.name.indexOf('.')) }
}
