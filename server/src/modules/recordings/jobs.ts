import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { retentionJob } from '../../platform/jobs/retention-job.ts'
import { fetchRecording } from './fetch-recording.ts'
import { measureRecording } from './finished-recording.ts'
import { transcribeRecording } from './transcribe-recording.ts'
import { deleteExpiredUploads } from './uploads.ts'
import { deleteMedia, fetchJob, measureJob, mediaJob, transcribeJob } from './queue.ts'

/** How long an upload in parts may pause before it is forgotten. */
const keepUploadsDays = 0

export const recordingJobs: readonly Job<Context>[] = [
  job({ ...fetchJob, handle: fetchRecording }),
  job({ ...transcribeJob, handle: transcribeRecording }),
  job({ ...measureJob, handle: measureRecording }),
  job({ ...mediaJob, handle: deleteMedia }),
  retentionJob({
    name: 'delete-expired-uploads',
    schedule: '41 * * * *',
    keepDays: keepUploadsDays,
    purge: deleteExpiredUploads,
  }),
  job({
    name: 'sweep-media',
    schedule: '47 3 * * *',
    payload: z.object({}),
    handle: (context: Context) =>
      context.media.sweep(new Date(context.now().getTime() - 172_800_000)),
  }),
]
