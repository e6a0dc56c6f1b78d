import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import type { AboutJob, WorkType } from './job.ts'

const about = z.object({ workspaceId: z.uuid(), jobId: z.uuid() })

/** What the background does with jobs; jobs.ts says how. */
export const runJob = { name: 'run-media-job', payload: about } as const
/** Answers that never come are given up after about six hours. */
export const tellJob = { name: 'tell-media-job', payload: about, maxAttempts: 11 } as const
export const fileJob = { name: 'delete-job-media', payload: about } as const

/**
 * Work that takes minutes shares a few queues, on all nodes together, so that other jobs find a slot.
 * Transcriptions share theirs with recordings: one engine hears both.
 */
const queues: Readonly<Record<WorkType, { name: string; count: number }>> = {
  TRANSCRIPTION: { name: 'transcription', count: 2 },
  TTS: { name: 'speech', count: 2 },
  AI_CONTENT: { name: 'content', count: 4 },
}

export function queueRun(tx: Executor, job: AboutJob, type: WorkType): Promise<void> {
  const { name, count } = queues[type]
  const turn = Number.parseInt(job.jobId.slice(-4), 16) % count
  const options = { key: `run ${job.jobId}`, queue: `${name}-${turn + 1}` }
  return addJobs(tx, [newJob(runJob, job, options)])
}

export function queueTelling(tx: Executor, job: AboutJob): Promise<void> {
  return addJobs(tx, [newJob(tellJob, job, { key: `tell ${job.jobId}` })])
}

/** In the transaction that forgets the file: it goes even when the process dies right after. */
export function queueFileDeletion(tx: Executor, job: AboutJob): Promise<void> {
  return queueFileDeletions(tx, [job])
}

export function queueFileDeletions(tx: Executor, jobs: readonly AboutJob[]): Promise<void> {
  return addJobs(
    tx,
    jobs.map(({ workspaceId, jobId }) => newJob(fileJob, { workspaceId, jobId })),
  )
}
