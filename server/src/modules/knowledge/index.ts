export { followSavedAgent, forgetAgent } from './activation.ts'
export { knowledgeJobs } from './jobs.ts'
export { knowledgeRoutes } from './routes.ts'
export { prepareKnowledge, searchKnowledge } from './search.ts'
