export { systemJobs } from './jobs.ts'
export { openApiDocument } from './openapi.ts'
export { systemRoutes } from './routes.ts'
export { version } from './version.ts'
