export { giveLead } from './give-lead.ts'
export { fetchRecordingsOfCalls } from './recordings-of-calls.ts'
export { callRoutes } from './routes.ts'
