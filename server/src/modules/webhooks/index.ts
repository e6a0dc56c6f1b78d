export { rotateAgentSecret, saveAgentAddress } from './agent-address.ts'
export { insertWebhook, updatePaused } from './queries.ts'
export { webhookRoutes } from './routes.ts'
export { sealSecret } from './sealed-settings.ts'
