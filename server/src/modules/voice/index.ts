export { voiceJobs } from './jobs.ts'
export type { AgentTool, CallAgent, VoiceParts } from './parts.ts'
export { voiceRoutes } from './routes.ts'
