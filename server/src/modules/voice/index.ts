export { liveCallJobs } from './jobs.ts'
export type { VoiceParts } from './parts.ts'
export { liveCallRoutes, type VoiceOptions } from './routes.ts'
export { converseByTelephone } from './telephone-calls.ts'
