import type { z } from 'zod'

/** One question to a language model, and the shape that its answer must have. */
export type Question<T> = {
  /** Instructions: written here, never by those whose words are judged. */
  readonly system: string
  /** What the instructions are about. */
  readonly user: string
  readonly schema: z.ZodType<T>
  /** Letters, digits, `_` and `-`: servers show it in their logs. */
  readonly schemaName: string
  /** Ends it with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** What answers took. */
export type Usage = {
  /** HTTP requests, repairs and retries included. */
  readonly requests: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Undefined: the server does not tell. */
  readonly costUsd: number | undefined
}

export type Answer<T> = {
  readonly value: T
  /** As the server names what answered; it may know the model by another name. */
  readonly model: string
  readonly usage: Usage
}

/** A model that answers in a given shape. */
export type LanguageModel = {
  readonly name: string
  readonly model: string
  /**
   * Throws ProviderError when there is no answer of that shape: retryable when another time may help.
   * Short waits and repairs are tried before.
   */
  complete<T>(question: Question<T>): Promise<Answer<T>>
  close(): Promise<void>
}

export const noUsage: Usage = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: undefined }

export function addUsage(a: Usage, b: Usage): Usage {
  const known = a.costUsd !== undefined || b.costUsd !== undefined
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: known ? (a.costUsd ?? 0) + (b.costUsd ?? 0) : undefined,
  }
}
