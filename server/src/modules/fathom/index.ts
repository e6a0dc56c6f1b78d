export { checkConnection } from './check-connection.ts'
export { fathomJobs } from './jobs.ts'
export { fathomRoutes } from './routes.ts'
