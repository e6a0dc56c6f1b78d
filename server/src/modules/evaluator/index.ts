export type { EvaluationInput, InputSegment, InputSpeaker } from './input.ts'
