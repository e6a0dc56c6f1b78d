export { type Door, keepBodies, keepBody, storableBody } from './inbound-queries.ts'
export { conversationJobs } from './jobs.ts'
export { transcriptRoutes } from './routes.ts'
export { selectColleagues } from './people-queries.ts'
export {
  announceTranscript,
  countWords,
  type NewSpeaker,
  type NewTranscript,
  type Saved,
  saveTranscript,
} from './save-transcript.ts'
export {
  type Colleague,
  type Guest,
  isOfOurCompany,
  type Matched,
  matchVoice,
  type People,
  type Voice,
} from './speaker-rules.ts'
export type { Segment, Word } from './transcript-queries.ts'
