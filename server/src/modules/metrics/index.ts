export { metricJobs } from './jobs.ts'
export { measureTranscripts } from './queue.ts'
export { metricRoutes } from './routes.ts'
