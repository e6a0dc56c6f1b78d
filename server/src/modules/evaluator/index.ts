export { builtInEngine, evaluateBuiltIn } from './built-in.ts'
export type { EvaluationInput, InputSegment, InputSpeaker } from './input.ts'
