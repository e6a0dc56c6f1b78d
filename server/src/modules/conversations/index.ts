export { followUpKept } from './follow-up-queries.ts'
export { keepBodies, keepBody, storableBody } from './inbound-queries.ts'
export { conversationJobs } from './jobs.ts'
export { getTranscript } from './read-transcript.ts'
export { matchesIn, toWanted } from './search-in.ts'
export { transcriptRoutes } from './routes.ts'
export { selectColleagues } from './people-queries.ts'
export {
  announceTranscript,
  type NewSpeaker,
  saveTranscript,
} from './save-transcript.ts'
export {
  type Colleague,
  isOfOurCompany,
} from './speaker-rules.ts'
export { holdSpoken, selectSpoken } from './spoken-queries.ts'
