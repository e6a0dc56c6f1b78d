export { startHeartbeat } from './heartbeat.ts'
export { operationRoutes } from './routes.ts'
