import type { EvaluationContent, EvaluationEngine } from '@parley/contract'
import type { LanguageModel } from '../../providers/llm/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { askModel } from './ask-model.ts'
import { builtInEngine, evaluateBuiltIn } from './built-in.ts'
import { cleanInput, type EvaluationInput } from './input.ts'
import { promptVersion } from './prompt.ts'
import { readModelAnswer } from './read-model-answer.ts'
import { readTracked, type Tracked } from './read-tracked.ts'
import { prepareTalk } from './talk.ts'

type Evaluated = {
  readonly content: EvaluationContent
  readonly engine: EvaluationEngine
  /** What the model found of the workspace's descriptions; nothing without one. */
  readonly tracked: readonly Tracked[]
}

type EvaluateOptions = {
  /** Undefined: rules and word lists alone. */
  readonly llm: LanguageModel | undefined
  /** Ends it with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** A failure of the model that may pass is thrown, because the caller tries again later. */
  readonly willRetry?: boolean | undefined
  /** Tokens of data in one question; default 12,000. */
  readonly tokenBudget?: number | undefined
}

/**
 * Evaluates one conversation: by the model where there is one, otherwise, or when it fails for good,
 * by the built-in rules. The engine says which, and why. Writes nothing.
 */
export async function evaluate(
  given: EvaluationInput,
  options: EvaluateOptions,
): Promise<Evaluated> {
  const { llm, signal, willRetry = false, tokenBudget } = options
  signal?.throwIfAborted()
  const input = cleanInput(given)
  const builtIn = evaluateBuiltIn(input)
  if (!llm || input.segments.length === 0) {
    return { content: builtIn, engine: builtInEngine(), tracked: [] }
  }
  try {
    const talk = prepareTalk(input)
    const { answer, model, usage } = await askModel({ llm, signal, tokenBudget }, input, talk)
    return {
      content: readModelAnswer({ input, answer, builtIn }),
      tracked: readTracked(input, answer),
      engine: {
        kind: 'llm',
        name: llm.name,
        model,
        version: promptVersion,
        requests: usage.requests,
        input_tokens: usage.inputTokens,
        output_tokens: usage.outputTokens,
        cost_usd: usage.costUsd ?? null,
        fallback_reason: null,
      },
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof ProviderError) || (willRetry && error.retryable)) throw error
    return { content: builtIn, engine: builtInEngine(error.message), tracked: [] }
  }
}
