import { z } from 'zod'
import type { Context } from '../../context.ts'
import {
  type ChatMessage,
  type ChatModel,
  openChatModel,
  openChatModelAt,
} from '../../providers/llm/index.ts'
import type { TalkTool } from '../../providers/voice-engine/index.ts'
import type { CallRef } from '../agent-calls/index.ts'
import { readFlow } from '../flows/index.ts'
import { openBuiltInModel } from './built-in/built-in-model.ts'
import { fieldsOf, parametersOf } from './built-in/plan.ts'
import { type Language, prepareValues, understand } from './built-in/spoken-values.ts'
import { endTool, searchTool, transferTool } from './call-tools.ts'
import { openFlowModel, type WantedVariable } from './flow/flow-model.ts'
import { judgeByWords } from './flow/judge-by-words.ts'
import { serviceOf } from './model-rules.ts'
import type { AgentTool, CallAgent, VoiceParts } from './parts.ts'

export type CallModel = {
  readonly model: ChatModel
  /** What rules found out during the call; undefined where a model must be asked afterwards. */
  readonly found: (() => Readonly<Record<string, unknown>>) | undefined
  /** It says by itself how the call begins. */
  readonly isFlow: boolean
}

type Given = {
  readonly call: CallRef
  readonly agent: CallAgent
  /** {@link chatModelOf} the agent. */
  readonly chat: ChatModel | undefined
  readonly params: Readonly<Record<string, unknown>>
  readonly tools: readonly TalkTool[]
  readonly ofAgent: readonly AgentTool[]
  readonly language: () => Language
  readonly log: (
    category: string,
    message: string,
    nodeId: string,
    payload?: Readonly<Record<string, unknown>>,
  ) => void
}

/** Tools that the rules use on their own account. */
const ownTools = new Set([endTool, transferTool, searchTool])
/** Of the talk, what a question about it is shown. */
const shownMessages = 20

/** The language model of an agent: its own, else the server's; undefined: none. */
export async function chatModelOf(
  context: Context,
  parts: VoiceParts,
  { workspaceId, agent }: { readonly workspaceId: string; readonly agent: CallAgent },
): Promise<ChatModel | undefined> {
  const { llm } = agent.definition
  const { temperature } = llm
  const key = llm.provider && (await parts.modelKeyOf(context, { workspaceId, agent }))
  const service = serviceOf(llm, key ?? undefined)
  if (!service) return parts.chatModel ?? openChatModel({ ...context.config, temperature })
  const { agent: dispatcher } = context.outbound
  context.outbound.check(service.baseUrl)
  return openChatModelAt({ ...service, temperature, dispatcher })
}

/** The language model, or rules where there is none; along a flow where the agent has one. */
export function openModelFor(context: Context, parts: VoiceParts, given: Given): CallModel {
  const { definition } = given.agent
  const { workflow, type } = definition
  const { chat: model } = given
  if (!model) prepareValues(given.language())
  if (type === 'Flow Agent' && workflow && workflow.nodes.length > 0) {
    const flow = openFlow(context, parts, given, model)
    return { model: flow, found: model ? undefined : flow.variables, isFlow: true }
  }
  if (model) return { model, found: undefined, isFlow: false }
  const builtIn = openRules(context, given)
  return { model: builtIn, found: builtIn.found, isFlow: false }
}

function openRules(context: Context, { agent, params, tools, language }: Given) {
  const search = tools.find(({ name }) => name === searchTool)
  return openBuiltInModel({
    plan: {
      fields: fieldsOf(agent.definition.outcomeResponseShape, params),
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
}

/** Back from the text that a model reads. */
function passagesIn(text: string) {
  return text.split('\n\n').flatMap((paragraph) => {
    const [, source, passage] = /^\[([^\]]*)\] ([\s\S]*)$/.exec(paragraph) ?? []
    return source !== undefined && passage ? [{ source, text: passage }] : []
  })
}

function openFlow(context: Context, parts: VoiceParts, given: Given, model: ChatModel | undefined) {
  const { agent, params, ofAgent, language, call, log } = given
  const { workflow, tools: bindings } = agent.definition
  return openFlowModel({
    flow: readFlow(workflow ?? { nodes: [], edges: [], customVariables: [] }),
    model,
    variables: { ...startingVariables(workflow?.customVariables ?? []), ...params },
    fillTemplate: parts.fillTemplate,
    judge: (prompts, messages, signal) => judge(context, prompts, messages, signal),
    extract: (wanted, messages, signal) => extract(context, { wanted, messages, signal, language }),
    toolOf(nodeId) {
      const toolId = bindings.find((binding) => binding.nodeId === nodeId)?.toolId
      const tool = ofAgent.find(({ id }) => id === toolId)
      if (!tool) return undefined
      const wanted = parametersOf(tool.parameters).map(({ name, kind, label }) => ({
        name,
        type: kind,
        prompt: label,
      }))
      return { name: tool.name, wanted }
    },
    async handOff(agentId, variables) {
      const { workspaceId } = call
      const successor = await parts.findAgent(context, { workspaceId, agentId })
      const chat = await chatModelOf(context, parts, { workspaceId, agent: successor })
      const next = { ...given, chat, agent: successor, params: { ...params, ...variables } }
      return openModelFor(context, parts, next).model
    },
    newId: context.newId,
    log,
    endTool,
    transferTool,
  })
}

/** Variables that a flow begins with, as editors write them. */
function startingVariables(list: readonly Readonly<Record<string, unknown>>[]) {
  return Object.fromEntries(
    list.flatMap(({ name, value, defaultValue }) => {
      const given = value ?? defaultValue
      return typeof name === 'string' && given !== undefined ? [[name, given] as const] : []
    }),
  )
}

const Choice = z.object({ choice: z.int().nullable() })

async function judge(
  context: Context,
  prompts: readonly string[],
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const last = messages.at(-1)
  const said = last?.role === 'user' ? last.text : ''
  if (!context.llm) return judgeByWords(said, prompts)
  const { value } = await context.llm.complete({
    system:
      'You follow a conversation. Of the numbered conditions, answer the number of the one that holds now, or null when none does.',
    user: `${talkOf(messages)}\n\nConditions:\n${prompts.map((prompt, index) => `${index}. ${prompt}`).join('\n')}`,
    schema: Choice,
    schemaName: 'condition',
    signal,
  })
  const { choice } = value
  return choice !== null && prompts[choice] !== undefined ? choice : undefined
}

type Extraction = {
  readonly wanted: readonly WantedVariable[]
  readonly messages: readonly ChatMessage[]
  readonly signal: AbortSignal
  readonly language: () => Language
}

async function extract(
  context: Context,
  { wanted, messages, signal, language }: Extraction,
): Promise<Readonly<Record<string, unknown>>> {
  if (!context.llm) {
    const last = messages.findLast(({ role }) => role === 'user')
    const said = last?.role === 'user' ? last.text : ''
    const setting = { language: language(), now: context.now() }
    return Object.fromEntries(
      wanted.flatMap(({ name, type }) => {
        const [field] = parametersOf({ properties: { [name]: { type: jsonType(type) } } })
        const found = field && said ? understand(field, said, setting) : undefined
        return found ? [[name, found.value] as const] : []
      }),
    )
  }
  const list = wanted.map(({ name, type, prompt }) => `${name} (${type}): ${prompt}`).join('\n')
  const { value } = await context.llm.complete({
    system: `Write down what the conversation tells, as one JSON object with these fields; null for what was not said. Never guess.\n${list}`,
    user: talkOf(messages),
    schema: z.looseObject({}),
    schemaName: 'variables',
    signal,
  })
  return value
}

function jsonType(type: string): string {
  if (/bool/i.test(type)) return 'boolean'
  if (/int/i.test(type)) return 'integer'
  if (/num|float/i.test(type)) return 'number'
  return 'string'
}

function talkOf(messages: readonly ChatMessage[]): string {
  return messages
    .flatMap((message) => {
      if (message.role === 'user') return [`User: ${message.text}`]
      return message.role === 'assistant' ? [`Agent: ${message.text}`] : []
    })
    .slice(-shownMessages)
    .join('\n')
}
