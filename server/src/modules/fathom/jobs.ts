import type { Context } from '../../context.ts'
import type { Job } from '../../platform/jobs/job.ts'
import { fetchTranscriptJob } from './fetch-transcript.ts'
import { importJob } from './run-import.ts'

export const fathomJobs: readonly Job<Context>[] = [importJob, fetchTranscriptJob]
