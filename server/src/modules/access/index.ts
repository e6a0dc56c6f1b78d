export { accessRoutes, guardRequests } from './routes.ts'
