export { jobEndpoints } from './job-endpoints.ts'
export type { JobStatus, JobType, WebhookAuth } from './job-fields.ts'
export {
  type AiPart,
  type ContentEstimate,
  type ContentPart,
  type JobFailure,
  type JobSearch,
  type ListedJob,
  MediaJob,
  type NewContent,
  type NewCustomContent,
  type NewJob,
  type NewSpeech,
  type NewTranscription,
  SrtOptions,
} from './jobs.ts'
export {
  type Project,
  type ProjectChart,
  projectEndpoints,
  type ProjectNumbers,
  type StatisticsQuery,
} from './projects.ts'
export {
  dictionaryEndpoints,
  type DictionaryChanges,
  type DictionaryWord,
  type ListVoices,
  type NewDictionary,
  type NewVoice,
  type Voice,
  type VoiceDictionary,
  voiceEndpoints,
} from './voices.ts'
