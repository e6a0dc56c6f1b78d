/** What a model heard in one stretch of speech. */
export type Heard = {
  readonly text: string
  /** Geometric mean of the tokens' probabilities, 0..1. */
  readonly confidence: number
}

export type DetectedLanguage = {
  /** ISO 639-1, such as `en`. */
  readonly language: string
  readonly probability: number
}

/** A loaded model. Audio is 16 kHz mono in -1..1, at most 30 s. */
export type Recogniser = {
  readonly hear: (audio: Float32Array, language: string) => Promise<Heard>
  /** Undefined: the model knows one language only. */
  readonly detectLanguage: ((audio: Float32Array) => Promise<DetectedLanguage>) | undefined
  readonly release: () => Promise<void>
}

export function toConfidence(logProbabilities: readonly number[]): number {
  if (logProbabilities.length === 0) return 0
  const sum = logProbabilities.reduce((total, value) => total + value, 0)
  return Math.exp(sum / logProbabilities.length)
}
