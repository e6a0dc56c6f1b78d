export type { JobSource } from './job-source.ts'
export { mediaJobs } from './jobs.ts'
export { mediaJobRoutes } from './routes.ts'
