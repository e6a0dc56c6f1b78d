export { rotateAgentSecret, saveAgentAddress } from './agent-address.ts'
export { webhookRoutes } from './routes.ts'
