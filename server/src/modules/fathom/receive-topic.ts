import { createHash } from 'node:crypto'
import type { MeetingReceipt } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { newJob } from '../../platform/jobs/job.ts'
import type { Admitted } from './doors.ts'
import { isIdentified } from './facts-rules.ts'
import { fetchTranscriptJob } from './fetch-transcript.ts'
import { saveMeeting } from './save-meeting.ts'
import { readTopic } from './topic-rules.ts'

/** Saves one topic of a meeting; what is wrong with single values of it is left out and logged. */
export async function receiveTopic(
  context: Context,
  { workspaceId, userId }: Admitted,
  { body, text }: { body: unknown; text: string },
): Promise<MeetingReceipt> {
  const read = readTopic(body, context.now())
  if ('refusal' in read) throw new AppError('VALIDATION_ERROR', read.refusal)
  const { reading } = read
  if (!isIdentified(reading.ids)) {
    throw new AppError('VALIDATION_ERROR', 'shareId is required, or an address that holds it')
  }
  const { meetingId } = await saveMeeting(
    context,
    {
      workspaceId,
      userId,
      reading,
      body: text,
      door: 'meetings_webhook',
      digest: createHash('sha256').update(text).digest('hex'),
    },
    async (tx, saved) => {
      const { transcript_doc_url: url } = reading.fields
      if (url === undefined || saved.outcome === 'deleted') return
      const payload = { workspaceId, meetingId: saved.meetingId, url }
      await addJobs(tx, [newJob(fetchTranscriptJob, payload)])
    },
  )
  if (reading.problems.length > 0) {
    context.log.warn(
      { workspaceId, meetingId, problems: reading.problems },
      'values of a meeting were left out',
    )
  }
  return { success: true, meetingId }
}
