import { TranscriptSummary } from '../conversations/transcripts.ts'
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
