import { z } from 'zod'
import { shownId, shownMoment } from './fields.ts'

/** One thing that happened around a contact, company or deal. */
export const TimelineEntry = z
  .object({
    type: z.enum(['activity', 'task', 'meeting', 'call', 'stage_change']),
    id: shownId,
    at: shownMoment.describe('When it happened, is due, or was recorded.'),
    title: z.string(),
    description: z.string().nullable(),
    user_id: shownId.nullable().describe('Who did it or is responsible for it.'),
    deal_id: shownId.nullable(),
    contact_id: shownId.nullable(),
    status: z.string().nullable().describe('Of a task; the outcome of an activity; the new stage.'),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof TimelineEntry>
