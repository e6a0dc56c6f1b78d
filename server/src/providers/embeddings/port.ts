export type EmbedOptions = {
  /** Somebody waits for it: goes before what is embedded for later. */
  readonly isUrgent?: boolean
  /** Ends it with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** Turns text into vectors whose products tell how near two meanings are. */
export type Embeddings = {
  /** `embedded`, `openai-compatible`, or the name of a fake. */
  readonly name: string
  /** Vectors of different models cannot be compared. */
  readonly model: string
  /** ISO 639-1 of those it understands; `*` for many. */
  readonly languages: readonly string[]
  /**
   * One vector of unit length for each text, all of the same length. Of long texts the beginning
   * counts. Throws ProviderError, or the reason of the signal.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>
  /** False: the next call loads a model first, and may fetch it. */
  isReady(): boolean
  close(): Promise<void>
}

export function understands({ languages }: Embeddings, language: string | null): boolean {
  return language === null || languages.includes('*') || languages.includes(language)
}

/** Scales it to unit length in place; one of zeros stays as it is. */
export function normalise(vector: Float32Array): Float32Array {
  let sum = 0
  for (const value of vector) sum += value * value
  if (sum === 0) return vector
  const scale = 1 / Math.sqrt(sum)
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) * scale
  return vector
}
