export { fillTemplate } from '../flows/index.ts'
export { findAgent } from './find-agent.ts'
export { agentRoutes } from './routes.ts'
export type { AgentServices } from './services.ts'
