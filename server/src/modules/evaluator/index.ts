export { evaluate } from './evaluate.ts'
export type { EvaluationInput } from './input.ts'
