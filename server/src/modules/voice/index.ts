export { liveCallJobs } from './jobs.ts'
export type { VoiceParts } from './parts.ts'
export { liveCallRoutes } from './routes.ts'
export { converseByTelephone } from './telephone-calls.ts'
