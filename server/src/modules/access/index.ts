export { createApiKey, type NewKey } from './create-key.ts'
export { accessRoutes, guardRequests } from './routes.ts'
