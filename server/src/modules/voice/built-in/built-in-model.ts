import type { ChatMessage, ChatModel, ChatPart, ChatTurn } from '../../../providers/llm/index.ts'
import {
  type Action,
  afterSearch,
  afterTool,
  beginning,
  hear,
  type Passage,
  type Setting,
  type Standing,
} from './dialogue.ts'
import { answerFrom } from './answer-from.ts'
import type { Plan } from './plan.ts'
import type { Language } from './spoken-values.ts'

type Options = {
  readonly plan: Plan
  readonly language: () => Language
  readonly now: () => Date
  readonly newId: () => string
  /** Passages of the knowledge base, best first. */
  readonly search: (query: string, signal: AbortSignal) => Promise<readonly Passage[]>
  /** Names of the tools that end the call and hand it over. */
  readonly endTool: string
  readonly handOverTool: string
}

export type BuiltInModel = ChatModel & {
  /** What was found out so far. */
  readonly found: () => Readonly<Record<string, unknown>>
}

/** A conversation by rules: no language model, no network. One for each call: it remembers. */
export function openBuiltInModel(options: Options): BuiltInModel {
  let standing: Standing = beginning

  async function* reply({ messages, signal }: ChatTurn): AsyncGenerator<ChatPart, void> {
    const setting: Setting = {
      plan: options.plan,
      language: options.language(),
      now: options.now(),
    }
    const last = messages.at(-1)
    // Its results are for the log: the call is over, or somebody else's.
    if (isResultOf(last, [options.endTool, options.handOverTool])) return
    let step =
      last?.role === 'tool-result'
        ? afterTool(setting, standing, last)
        : hear(setting, standing, last?.role === 'user' ? last.text : '')
    for (;;) {
      const searched = step.actions.find((action) => action.do === 'search')
      if (!searched) break
      const passages = await options.search(searched.query, signal)
      signal.throwIfAborted()
      step = afterSearch(
        setting,
        step.standing,
        answerFrom(searched.query, passages),
        searched.isQuestion,
      )
    }
    standing = step.standing
    yield* step.actions.map((action) => toPart(action, options))
  }

  return {
    name: 'built-in',
    model: 'rules',
    isPure: false,
    found: () => ({ ...standing.done, ...standing.values }),
    reply,
    async close() {},
  }
}

function isResultOf(message: ChatMessage | undefined, names: readonly string[]): boolean {
  return message?.role === 'tool-result' && names.includes(message.name)
}

function toPart(action: Action, { newId, endTool, handOverTool }: Options): ChatPart {
  const call = (name: string, given: unknown): ChatPart => ({
    type: 'tool-call',
    callId: newId(),
    name,
    arguments: JSON.stringify(given),
  })
  if (action.do === 'tool') return call(action.name, action.arguments)
  if (action.do === 'end') return call(endTool, { farewell: action.farewell })
  if (action.do === 'hand-over') return call(handOverTool, {})
  return { type: 'text', text: action.do === 'say' ? `${action.text} ` : '' }
}
