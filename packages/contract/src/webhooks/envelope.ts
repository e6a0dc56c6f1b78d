import { z } from 'zod'
import { shownId, shownMoment } from '../fields.ts'

/** What is posted to a webhook and answered by the feed. */
export const EventEnvelope = z.object({
  event: z.string().describe('Name of the event.'),
  timestamp: shownMoment.describe('When it happened: RFC 3339, UTC.'),
  data: z.record(z.string(), z.unknown()).describe('As the catalogue describes it.'),
  id: shownId.describe('The same each time it is sent: keep it to recognise duplicates.'),
  workspace_id: shownId,
  sequence: z
    .int()
    .optional()
    .describe('Of a webhook in order: grows by one with every event sent to it.'),
})
export type EventEnvelope = z.infer<typeof EventEnvelope>

/** The same for one event of the catalogue. */
export function envelopeOf<N extends string, D extends z.ZodType>(type: {
  readonly name: N
  readonly data: D
}) {
  return EventEnvelope.extend({ event: z.literal(type.name), data: type.data })
}

export const WebhookEventType = z.object({
  name: z.string(),
  subject: z.string().describe('What kind of thing it happens to.'),
  description: z.string(),
  is_coming: z.boolean().describe('True: nothing announces it in this version yet.'),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the whole payload.'),
  example: EventEnvelope,
})
export type WebhookEventType = z.infer<typeof WebhookEventType>
