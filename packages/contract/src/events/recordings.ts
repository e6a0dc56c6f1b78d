import { z } from 'zod'
import { Recording, TranscribedRecording } from '../conversations/recordings.ts'
import { eventType } from './event-type.ts'

const waiting = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f31',
  conversation_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
  conversation_kind: 'recording',
  title: 'Quote review with Lumen',
  status: 'new',
  progress: 0,
  failure: null,
  source: 'upload',
  source_url: null,
  file_name: 'quote-review.wav',
  file_size: 104_857_600,
  format: 'wav',
  duration: null,
  channels: null,
  sample_rate: null,
  loudness: null,
  language: null,
  rep_channel: null,
  transcript_ready: false,
  transcript_id: null,
  contact_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e11',
  company_id: null,
  deal_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e13',
  owner_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e15',
  recorded_at: '2026-03-02T09:00:00.000Z',
  completed_at: null,
  created_at: '2026-03-02T09:15:00.000Z',
  updated_at: '2026-03-02T09:15:00.000Z',
} as const

const completed = {
  ...waiting,
  status: 'completed',
  progress: 100,
  duration: 3600,
  channels: 2,
  sample_rate: 16_000,
  loudness: -21.5,
  language: 'en',
  transcript_ready: true,
  transcript_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01',
  completed_at: '2026-03-02T09:20:00.000Z',
  updated_at: '2026-03-02T09:20:00.000Z',
} as const

const data = z.object({ recording: Recording })

/** What happens to recordings. */
export const recordingEvents = [
  eventType({
    name: 'recording.created',
    description: 'A recording was uploaded, or its address given.',
    data,
    example: { recording: waiting },
  }),
  eventType({
    name: 'recording.processing.started',
    description: 'The transcription of a recording began.',
    data,
    example: { recording: { ...waiting, status: 'processing' } },
  }),
  eventType({
    name: 'recording.processing.completed',
    description: 'A recording was transcribed; of silence the transcript is empty.',
    data,
    example: { recording: completed },
  }),
  eventType({
    name: 'recording.processing.failed',
    description: 'A recording could not be fetched, read or transcribed; failure says why.',
    data,
    example: {
      recording: {
        ...waiting,
        status: 'failed',
        failure: { code: 'corrupt', message: 'The file is damaged: no audio can be read from it.' },
      },
    },
  }),
  eventType({
    name: 'recording.transcript.ready',
    description: 'The transcript of a recording can be read.',
    data: z.object({ recording: TranscribedRecording }),
    example: {
      recording: {
        ...completed,
        transcript: {
          id: completed.transcript_id,
          text: 'What does it cost? It depends.',
          speakers: [
            {
              number: 1,
              name: 'Ada Lovelace',
              email: 'ada@example.com',
              kind: 'rep',
              user_id: completed.owner_id,
              contact_id: null,
            },
          ],
        },
      },
    },
  }),
  eventType({
    name: 'recording.deleted',
    description: 'A recording and its file were deleted.',
    data: z.object({ recording: Recording.extend({ deleted: z.literal(true) }) }),
    example: { recording: { ...completed, deleted: true } },
  }),
] as const
