export { createApiKey, type NewKey } from './create-key.ts'
export { purgeIdempotencyKeys } from './idempotency.ts'
export { purgeRequestLog } from './request-log.ts'
export { accessRoutes, guardRequests } from './routes.ts'
