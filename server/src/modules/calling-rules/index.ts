export type { RuleWatcher } from './rule-set.ts'
export { insertConsents } from './consent-queries.ts'
export { addDoNotCall, recordOptOut } from './do-not-call.ts'
export { isBlocked } from './do-not-call-queries.ts'
export { toHours } from './hours.ts'
export { callingRuleRoutes } from './routes.ts'
export { lockRules, type RuleRow, updatePace } from './rule-queries.ts'
export {
  constraintsOf,
  type Hours,
  momentOf,
  type Opening,
  openingOf,
} from './window-rules.ts'
