export { equationHolds } from './condition-rules.ts'
export {
  type Flow,
  type FlowNode,
  type FlowStep,
  readFlow,
  waitsForUser,
} from './graph-rules.ts'
export { agentsIn, checkFlow } from './check-rules.ts'
export { firstWorkflow } from './start-rules.ts'
export { fillTemplate, namesIn, systemVariables } from './template-rules.ts'
