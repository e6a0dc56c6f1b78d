import { z } from 'zod'
import { TranscriptSummary } from '../conversations/transcripts.ts'
import { Call } from '../crm/calls.ts'
import { examples } from './crm-examples.ts'
import { eventType } from './event-type.ts'

const transcript = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01',
  conversation_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
  conversation_kind: 'call',
  source: 'speech',
  engine: 'moonshine-tiny',
  language: 'en',
  confidence: 0.93,
  timing: 'segment',
  has_speakers: true,
  word_count: 412,
  segment_count: 38,
  speakers: [
    {
      number: 1,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      kind: 'rep',
      user_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e15',
      contact_id: null,
    },
    {
      number: 2,
      name: 'Nadia Okafor',
      email: 'nadia@lumen.example',
      kind: 'customer',
      user_id: null,
      contact_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e11',
    },
  ],
  edited_at: null,
  created_at: '2026-03-02T09:15:00.000Z',
  updated_at: '2026-03-02T09:15:00.000Z',
} as const

/** What happens to conversations of every kind. */
export const conversationEvents = [
  eventType({
    name: 'call.captured',
    description:
      'A call came in from a dialer or was entered, or its deletion was undone. Without call_details, which can be large.',
    data: Call.extend({
      restored: z.literal(true).optional().describe('Present when a deletion was undone.'),
    }),
    example: examples.call,
  }),
  eventType({
    name: 'call.updated',
    description:
      'A call changed: the dialer sent it again with more, or somebody edited it. A repeat that changes nothing is not announced.',
    data: Call.extend({
      previous: z
        .record(z.string(), z.unknown())
        .describe('Former values of the fields that changed, as they were stored.'),
    }),
    example: { ...examples.call, previous: { outcome: null } },
  }),
  eventType({
    name: 'call.deleted',
    description: 'A call was deleted; it can be restored for 30 days.',
    data: Call.extend({ deleted: z.literal(true) }),
    example: { ...examples.call, deleted: true },
  }),
  eventType({
    name: 'transcript.generated',
    description:
      'A conversation has a transcript: its audio was transcribed, or a recorder sent what was said.',
    data: TranscriptSummary,
    example: { ...transcript, speakers: [...transcript.speakers] },
  }),
  eventType({
    name: 'transcript.updated',
    description: 'A transcript was corrected by a person, or replaced by a better one.',
    data: TranscriptSummary,
    example: {
      ...transcript,
      speakers: [...transcript.speakers],
      edited_at: '2026-03-02T10:00:00.000Z',
      updated_at: '2026-03-02T10:00:00.000Z',
    },
  }),
] as const
