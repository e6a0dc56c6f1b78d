export { evaluate } from './evaluate.ts'
export { guessLanguage } from './guess-language.ts'
export type { EvaluationInput } from './input.ts'
