import type { Context } from '../../context.ts'
import { type ChatModel, openChatModel } from '../../providers/llm/index.ts'
import type { TalkTool } from '../../providers/voice-engine/index.ts'
import { openBuiltInModel } from './built-in/built-in-model.ts'
import { fieldsOf, parametersOf } from './built-in/plan.ts'
import type { Language } from './built-in/spoken-values.ts'
import { endTool, searchTool, transferTool } from './call-tools.ts'
import type { CallAgent } from './parts.ts'

export type CallModel = {
  readonly model: ChatModel
  /** What rules found out during the call; undefined where a model must be asked afterwards. */
  readonly found: (() => Readonly<Record<string, unknown>>) | undefined
}

type Given = {
  readonly agent: CallAgent
  readonly params: Readonly<Record<string, unknown>>
  readonly tools: readonly TalkTool[]
  readonly language: () => Language
}

/** Tools that the rules use on their own account. */
const ownTools = new Set([endTool, transferTool, searchTool])

/** The configured language model, or rules where there is none. */
export function openModelFor(context: Context, given: Given): CallModel {
  const { agent, params, tools, language } = given
  const { definition } = agent
  const { temperature } = definition.llm
  const model = openChatModel({ ...context.config, temperature })
  if (model) return { model, found: undefined }
  const search = tools.find(({ name }) => name === searchTool)
  const builtIn = openBuiltInModel({
    plan: {
      fields: fieldsOf(definition.outcomeResponseShape, params),
      tools: tools
        .filter(({ name }) => !ownTools.has(name))
        .map(({ name, description, parameters }) => ({
          name,
          description,
          fields: parametersOf(parameters),
        })),
      canHandOver: tools.some(({ name }) => name === transferTool),
    },
    language,
    now: context.now,
    newId: context.newId,
    async search(query, signal) {
      if (!search) return []
      const found = await search.run({ query }, { callId: context.newId(), signal })
      return passagesIn(found)
    },
    endTool,
    handOverTool: transferTool,
  })
  return { model: builtIn, found: builtIn.found }
}

/** Back from the text that a model reads. */
function passagesIn(text: string) {
  return text.split('\n\n').flatMap((paragraph) => {
    const [, source, passage] = /^\[([^\]]*)\] ([\s\S]*)$/.exec(paragraph) ?? []
    return source !== undefined && passage ? [{ source, text: passage }] : []
  })
}
