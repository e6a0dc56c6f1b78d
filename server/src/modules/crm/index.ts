export { crmRoutes } from './routes.ts'
