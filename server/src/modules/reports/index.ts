export { reportJobs } from './jobs.ts'
export { noteReportChanges, queueRebuilding } from './queue.ts'
export { reportRoutes } from './routes.ts'
