import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'

const about = z.object({ workspaceId: z.uuid(), recordingId: z.uuid() })
export type AboutRecording = z.infer<typeof about>

/** What the background does with recordings; jobs.ts says how. */
export const fetchJob = { name: 'fetch-recording', payload: about } as const
export const transcribeJob = { name: 'transcribe-recording', payload: about } as const
export const measureJob = { name: 'measure-recording', payload: about } as const
export const mediaJob = { name: 'delete-media', payload: about } as const

/**
 * Transcriptions hold a job slot for minutes, so no more than this many run at once, on all nodes
 * together: other jobs find a slot, and another recording decodes while one is heard.
 */
const transcriptionQueues = 2

export function queueFetch(tx: Executor, recording: AboutRecording): Promise<void> {
  return addJobs(tx, [newJob(fetchJob, recording, { key: `fetch ${recording.recordingId}` })])
}

export function queueTranscription(tx: Executor, recording: AboutRecording): Promise<void> {
  const { recordingId } = recording
  const turn = Number.parseInt(recordingId.slice(-4), 16) % transcriptionQueues
  const options = { key: `transcribe ${recordingId}`, queue: `transcription-${turn + 1}` }
  return addJobs(tx, [newJob(transcribeJob, recording, options)])
}

export function queueMeasuring(tx: Executor, recording: AboutRecording): Promise<void> {
  return addJobs(tx, [newJob(measureJob, recording, { key: `measure ${recording.recordingId}` })])
}

/** In the transaction that forgets the file: it goes even when the process dies right after. */
export function queueMediaDeletion(tx: Executor, recording: AboutRecording): Promise<void> {
  return addJobs(tx, [newJob(mediaJob, recording)])
}

export async function deleteMedia(
  { media }: Context,
  { workspaceId, recordingId }: AboutRecording,
): Promise<void> {
  await media.delete({ workspaceId, id: recordingId })
}
