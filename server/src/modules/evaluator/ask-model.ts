import { addUsage, type LanguageModel, noUsage, type Usage } from '../../providers/llm/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { EvaluationInput } from './input.ts'
import { ModelAnswer } from './model-answer.ts'
import {
  estimateTokens,
  mergePrompt,
  partTokens,
  splitTranscript,
  systemPrompt,
  transcriptPrompt,
} from './prompt.ts'
import type { Talk } from './talk.ts'

export type Asking = {
  readonly llm: LanguageModel
  readonly signal?: AbortSignal | undefined
  /** Tokens of data in one question; default 12,000. */
  readonly tokenBudget?: number | undefined
}

type Asked = { readonly answer: ModelAnswer; readonly model: string; readonly usage: Usage }

/** A model's judgement of the whole talk, read in parts where it is long. */
export async function askModel(
  { llm, signal, tokenBudget = partTokens }: Asking,
  input: EvaluationInput,
  talk: Talk,
): Promise<Asked> {
  const parts = splitTranscript(input.segments, talk.sideOf, tokenBudget)
  if (!parts) throw new ProviderError('language model', false, 'The transcript is too long for it.')
  const system = systemPrompt({ input, language: talk.language, talkType: input.talkType })
  let usage = noUsage
  let model = llm.model
  const ask = async (user: string): Promise<ModelAnswer> => {
    const schemaName = 'evaluation'
    const answer = await llm.complete({ system, user, schema: ModelAnswer, schemaName, signal })
    usage = addUsage(usage, answer.usage)
    model = answer.model
    return answer.value
  }
  let answers: ModelAnswer[] = []
  for (const [index, lines] of parts.entries()) {
    answers.push(await ask(transcriptPrompt(lines, index + 1, parts.length)))
  }
  while (answers.length > 1) {
    const merged: ModelAnswer[] = []
    for (const group of groupsOf(answers.map(shortened), tokenBudget)) {
      const [only] = group
      merged.push(group.length === 1 && only ? only : await ask(mergePrompt(group)))
    }
    answers = merged
  }
  const [answer] = answers
  if (!answer) throw new ProviderError('language model', false, 'There is nothing to read.')
  return { answer, model, usage }
}

/** Neighbours that fit together; two at least, or it would never end. */
function groupsOf(answers: readonly ModelAnswer[], budget: number): ModelAnswer[][] {
  const groups: ModelAnswer[][] = []
  let room = 0
  for (const answer of answers) {
    const tokens = estimateTokens(JSON.stringify(answer))
    const group = groups.at(-1)
    if (group && (group.length < 2 || tokens <= room)) group.push(answer)
    else {
      groups.push([answer])
      room = budget
    }
    room -= tokens
  }
  return groups
}

const keptOfEach = 12
const keptCharacters = 400

/** What one part may hand on: the first of each list, and no long texts. */
function shortened(answer: ModelAnswer): ModelAnswer {
  const short = (value: unknown): unknown => {
    if (typeof value === 'string') return value.slice(0, keptCharacters)
    if (Array.isArray(value)) return value.map(short)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, short(part)]))
  }
  const { objections, signals, tracked, action_items: items, commitments } = answer
  const { next_steps: steps } = answer
  return ModelAnswer.parse(
    short({
      ...answer,
      objections: objections.slice(0, keptOfEach),
      signals: signals.slice(0, keptOfEach * 2),
      tracked: tracked.slice(0, keptOfEach * 2),
      action_items: items.slice(-keptOfEach),
      commitments: commitments.slice(-keptOfEach),
      next_steps: steps.slice(0, keptOfEach),
    }),
  )
}
