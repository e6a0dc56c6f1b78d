export type { RuleWatcher } from './calling-rules.ts'
export { insertConsents, type NewConsentRow } from './consent-queries.ts'
export { type OptOut, recordOptOut } from './do-not-call.ts'
export { toHours } from './hours.ts'
export { callingRuleRoutes } from './routes.ts'
export { findRules, lockRules, type RuleRow, updatePace } from './rule-queries.ts'
export {
  clockAt,
  constraintsOf,
  type Hours,
  momentOf,
  type Opening,
  openingOf,
} from './window-rules.ts'
