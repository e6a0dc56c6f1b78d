export { metricJobs } from './jobs.ts'
export { getMetrics } from './metrics.ts'
export { measureTranscripts } from './queue.ts'
export { metricRoutes } from './routes.ts'
