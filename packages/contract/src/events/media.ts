import { z } from 'zod'
import { JobStatus, JobType } from '../media/job-fields.ts'
import { JobFailure } from '../media/jobs.ts'
import { eventType } from './event-type.ts'

const ToldJob = z.object({
  id: z.uuid().describe('Also the subject of the event.'),
  type: JobType,
  status: JobStatus,
  title: z.string().nullable(),
  failure: JobFailure.nullable(),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
})

const data = z.object({ job: ToldJob })

const completed = {
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f81',
  type: 'TRANSCRIPTION',
  status: 'COMPLETED',
  title: 'Quote review with Lumen',
  failure: null,
  created_at: '2026-03-02T09:15:00.000Z',
  completed_at: '2026-03-02T09:16:10.000Z',
} as const

/** What becomes of jobs: transcriptions, speech and content made of transcripts. */
export const mediaEvents = [
  eventType({
    name: 'job.completed',
    description: 'A transcription, speech or content job is done; GET /v1/jobs has what came of it.',
    data,
    example: { job: completed },
  }),
  eventType({
    name: 'job.failed',
    description: 'A transcription, speech or content job came to nothing; failure says why.',
    data,
    example: {
      job: {
        ...completed,
        status: 'FAILED',
        failure: { code: 'corrupt', message: 'The file is damaged: its audio cannot be read.' },
      },
    },
  }),
] as const
