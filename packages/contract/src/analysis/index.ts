export * from './evaluation.ts'
export * from './scorecard-fields.ts'
export * from './scorecards.ts'
