import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { LanguageModel } from '../../providers/llm/index.ts'
import type { CallAgent } from './parts.ts'
import { fillsShape } from './outcome-rules.ts'

type Said = { readonly speaker: 'agent' | 'user'; readonly text: string }
type Outcome = Readonly<Record<string, unknown>>

const longestTalk = 60_000
const timeoutMs = 30_000

/**
 * What the call found out, in the agent's shape: by a language model after the call, or what the rules
 * collected during it. Undefined: the agent wants nothing to be found out.
 */
export async function outcomeOf(
  context: Context,
  agent: CallAgent,
  said: readonly Said[],
  collected: Outcome | undefined,
): Promise<Outcome | undefined> {
  const { outcomeResponseShape: shape, outcome } = agent.definition
  if (!shape && !outcome) return undefined
  const { llm } = context
  if (collected || !llm || !said.some(({ speaker }) => speaker === 'user')) {
    return shape ? fillsShape(shape, collected ?? {}) : { ...collected }
  }
  try {
    const value = await askFor(llm, agent, said)
    return shape ? fillsShape(shape, value) : value
  } catch (error) {
    context.log.warn({ err: error }, 'The outcome of a call was not found out')
    return shape ? fillsShape(shape, {}) : undefined
  }
}

async function askFor(
  llm: LanguageModel,
  { definition: { outcome, outcomeResponseShape: shape } }: CallAgent,
  said: readonly Said[],
): Promise<Outcome> {
  const talk = said
    .map(({ speaker, text }) => `${speaker === 'agent' ? 'Agent' : 'User'}: ${text}`)
    .join('\n')
    .slice(0, longestTalk)
  const wanted = shape
    ? `Its JSON Schema:\n${JSON.stringify(shape)}`
    : 'Its fields are yours to choose.'
  const { value } = await llm.complete({
    system: `You read a telephone conversation and write down what it found out, as one JSON object. ${outcome ?? ''}\n${wanted}\nUse null for what was not said. Never guess.`,
    user: talk,
    schema: z.looseObject({}),
    schemaName: 'call_outcome',
    signal: AbortSignal.timeout(timeoutMs),
  })
  return value
}
