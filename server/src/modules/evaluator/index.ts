export { type Evaluated, type EvaluateOptions, evaluate } from './evaluate.ts'
export type { EvaluationInput, InputSegment, InputSpeaker } from './input.ts'
