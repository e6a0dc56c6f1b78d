export { fillTemplate } from '../flows/index.ts'
export { findAgent, type FoundAgent } from './find-agent.ts'
export { agentRoutes } from './routes.ts'
export type { AgentServices } from './services.ts'
