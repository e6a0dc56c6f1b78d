import { z } from 'zod'
import { shownId } from '../fields.ts'
import { eventType } from './event-type.ts'

/** What becomes known of conversations by looking at their transcripts. */
export const analysisEvents = [
  eventType({
    name: 'conversation.measured',
    description:
      'The metrics of a conversation were computed for the first time, or came out differently.',
    data: z.object({
      conversation_id: shownId,
      transcript_id: shownId,
    }),
    example: {
      conversation_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
      transcript_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01',
    },
  }),
] as const
