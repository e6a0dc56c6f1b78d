export { liveCallJobs } from './jobs.ts'
export type { AgentTool, CallAgent, VoiceParts } from './parts.ts'
export { liveCallRoutes } from './routes.ts'
export { type Conversed, converseByTelephone, type TelephoneCall } from './telephone-calls.ts'
