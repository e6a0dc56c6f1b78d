import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId } from '../fields.ts'
import { resultOf } from '../voice-api/index.ts'
import {
  AiPartName,
  ContentEstimate,
  ContentPart,
  CreatedJob,
  JobPage,
  JobReply,
  JobSearch,
  MediaJob,
  NewContent,
  NewCustomContent,
  NewJob,
  NewSpeech,
  NewTranscription,
} from './jobs.ts'

const common = {
  tag: 'Jobs',
  access: 'key',
  resource: 'jobs',
  envelope: 'voice',
  pace: 'standard',
} as const
const params = z.object({ id })

const ofJob = z.object({ jobId: id.describe('Of the job.') })
const ofSource = z.object({
  jobId: id.describe('Of a transcription, or of a conversation with a transcript.'),
})
const ofProject = z.object({ projectId: id.optional().describe('The caller’s own, if given.') })

export const jobEndpoints = {
  transcribe: endpoint({
    ...common,
    id: 'createTranscriptionJob',
    method: 'POST',
    path: '/v1/jobs/transcribe',
    summary: 'Transcribe audio or video at an address',
    description: 'The file is fetched, heard and forgotten; the text stays with the job.',
    scope: 'write',
    body: NewTranscription,
    reply: CreatedJob,
  }),
  create: endpoint({
    ...common,
    id: 'createJob',
    method: 'POST',
    path: '/v2/jobs',
    summary: 'Transcribe audio or video at an address (second version)',
    scope: 'write',
    body: NewJob,
    reply: CreatedJob,
  }),
  speak: endpoint({
    ...common,
    id: 'createSpeechJob',
    method: 'POST',
    path: '/v1/jobs/text-to-speech',
    summary: 'Turn text into an audio file',
    scope: 'write',
    body: NewSpeech,
    bodyAliases: {
      voice_id: 'voiceId',
      speaker: 'voiceId',
      dictionaryIds: 'voiceDictionaryIds',
      languageId: 'language',
      lang: 'language',
    },
    reply: JobReply,
    errors: ['VOICE_DICTIONARY_NOT_FOUND'],
  }),
  write: endpoint({
    ...common,
    id: 'createContentJob',
    method: 'POST',
    path: '/v1/jobs/ai-content',
    summary: 'Write a summary, chapters, a post or a mail of a transcript',
    description:
      'With a language model (LLM_BASE_URL) it writes. Without one every part is made of sentences of the transcript, and says so.',
    scope: 'write',
    query: ofSource,
    body: NewContent,
    reply: JobReply,
    errors: ['JOB_NOT_FOUND', 'CONFLICT'],
  }),
  writeCustom: endpoint({
    ...common,
    id: 'createCustomContentJob',
    method: 'POST',
    path: '/v1/jobs/ai-content/custom',
    summary: 'Write what prompts of one’s own ask for of a transcript',
    scope: 'write',
    query: ofSource,
    body: NewCustomContent,
    reply: JobReply,
    errors: ['JOB_NOT_FOUND', 'CONFLICT'],
  }),
  content: endpoint({
    ...common,
    id: 'getContent',
    method: 'GET',
    path: '/v1/jobs/ai-content',
    summary: 'What was written of a transcript, newest first',
    scope: 'read',
    query: ofSource,
    reply: resultOf(
      z.object({
        jobId: shownId,
        parts: z.array(ContentPart.extend({ jobId: shownId })),
        jobs: z.array(MediaJob).describe('The last 20 that wrote of it.'),
      }),
    ),
    errors: ['JOB_NOT_FOUND'],
  }),
  estimate: endpoint({
    ...common,
    id: 'estimateContent',
    method: 'GET',
    path: '/v1/jobs/ai-content/estimate',
    summary: 'What writing would take',
    scope: 'read',
    query: ofSource.extend({
      aiParts: z
        .union([z.string(), z.array(z.string())])
        .default('SUMMARY')
        .transform((value) => [value].flat().flatMap((one) => one.split(',')))
        .pipe(z.array(AiPartName).min(1).max(10))
        .meta({ openapi: { type: 'string' } })
        .describe('Joined by commas, or several times.'),
    }),
    reply: resultOf(ContentEstimate),
    errors: ['JOB_NOT_FOUND', 'CONFLICT'],
  }),
  get: endpoint({
    ...common,
    id: 'getJob',
    method: 'GET',
    path: '/v1/jobs',
    summary: 'Get one job and what came of it',
    scope: 'read',
    query: ofJob,
    reply: JobReply,
    errors: ['JOB_NOT_FOUND'],
  }),
  search: endpoint({
    ...common,
    id: 'listJobs',
    method: 'POST',
    path: '/v1/jobs/all',
    summary: 'List jobs, newest first',
    description: 'Calls are listed when `type` is VOICE_AGENTS.',
    scope: 'read',
    query: ofProject,
    body: JobSearch,
    reply: JobPage,
    errors: ['PROJECT_NOT_FOUND'],
  }),
  cancel: endpoint({
    ...common,
    id: 'cancelJob',
    method: 'POST',
    path: '/v1/jobs/:id/cancel',
    summary: 'Stop a job',
    description: 'One that has ended is answered as it is.',
    scope: 'write',
    params,
    reply: JobReply,
    errors: ['JOB_NOT_FOUND'],
  }),
  retry: endpoint({
    ...common,
    id: 'retryJob',
    method: 'POST',
    path: '/v1/jobs/:id/retry',
    summary: 'Do a job again that failed or was cancelled',
    scope: 'write',
    params,
    reply: JobReply,
    errors: ['JOB_NOT_FOUND', 'CONFLICT'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteJob',
    method: 'DELETE',
    path: '/v1/jobs/:id',
    summary: 'Delete a job and its file for good',
    scope: 'delete',
    params,
    reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
    errors: ['JOB_NOT_FOUND'],
  }),
  media: endpoint({
    id: 'getJobMedia',
    method: 'GET',
    path: '/v1/jobs/media',
    tag: 'Jobs',
    summary: 'The file behind a link',
    description: 'Links are in the job itself and work for a day without a key.',
    access: 'none',
    envelope: 'voice',
    query: z.object({ token: z.string('is required.').max(500, 'is not one of ours.') }),
    files: ['audio/*'],
    reply: z.never(),
    errors: ['JOB_NOT_FOUND', 'LINK_EXPIRED', 'RANGE_NOT_SATISFIABLE'],
  }),
}
