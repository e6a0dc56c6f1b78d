export { agentsIn, checkFlow } from './check-rules.ts'
export { firstWorkflow } from './start-rules.ts'
export { fillTemplate, namesIn, systemVariables } from './template-rules.ts'
