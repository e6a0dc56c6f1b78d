export { evaluationJobs } from './jobs.ts'
export { evaluateTranscripts } from './queue.ts'
export { evaluationRoutes } from './routes.ts'
