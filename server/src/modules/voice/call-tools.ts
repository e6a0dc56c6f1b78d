import type { Context } from '../../context.ts'
import type { TalkTool, ToolWords } from '../../providers/voice-engine/index.ts'
import type { CallRef, ToolUse } from '../agent-calls/index.ts'
import type { AgentTool, CallAgent, VoiceParts } from './parts.ts'
import { mergeFound, queriesOf } from './query-rules.ts'
import type { ClientTool, ClientToolCall } from './transport.ts'

export const endTool = 'end_call'
export const transferTool = 'transfer_call'
export const searchTool = 'search_knowledge'

/** A page that does not answer in this time is not waited for. */
const clientToolTimeoutMs = 20_000
const passages = 4
/** Of a question that is looked up in several ways. */
const morePassages = 6

export type ToolsOfCall = {
  readonly call: CallRef
  readonly agent: CallAgent
  readonly params: Readonly<Record<string, unknown>>
  /** Said when a tool takes long that has no words of its own. */
  readonly filler: string
  /** Puts what is known of the call into what is said. */
  readonly fillIn: (text: string) => string
  readonly clientTools: readonly ClientTool[]
  /** Those of the workspace, with their ids. */
  readonly ofAgent: readonly AgentTool[]
  readonly useClientTool:
    | ((call: ClientToolCall, signal: AbortSignal) => Promise<unknown>)
    | undefined
  /** Undefined: this call cannot be handed over. */
  readonly transfer: ((to: string) => Promise<void>) | undefined
  readonly transferTo: string | undefined
  readonly end: (farewell: string | undefined) => void
  readonly canEnd: boolean
  readonly onUse: (use: ToolUse) => void
}

/** Everything the agent may use in a call, each use of it told. */
export function toolsFor(
  context: Context,
  parts: VoiceParts,
  given: ToolsOfCall,
): readonly TalkTool[] {
  const { ofAgent } = given
  const tools = [
    ...ofAgent.map((tool) => workspaceTool(context, parts, given, tool)),
    ...clientToolsOf(given),
    ...knowledgeTool(context, parts, given),
  ].map((tool) => told(tool, context, given.onUse, ofAgent))
  const unheard = new Set(ofAgent.flatMap(({ name, isAsync }) => (isAsync ? [name] : [])))
  return [
    ...tools.map((tool) => (unheard.has(tool.name) ? begunOnly(tool) : tool)),
    ...callTools(given),
  ]
}

/** Of what nobody waits for: no more is known than that it began. */
const begun = JSON.stringify({ status: 'begun' })

/** Answers at once; the tool works on, also when the call is over, and tells how it went by itself. */
function begunOnly(tool: TalkTool): TalkTool {
  return {
    ...tool,
    words: { start: tool.words?.start },
    async run(input, { callId }) {
      // Its failure was told with its use.
      tool.run(input, { callId, signal: new AbortController().signal }).catch(() => {})
      return begun
    },
  }
}

function workspaceTool(
  context: Context,
  parts: VoiceParts,
  { call, params, fillIn, filler }: ToolsOfCall,
  tool: AgentTool,
): TalkTool {
  return {
    name: tool.name,
    description: tool.description,
    parameters: tool.parameters,
    words: wordsOf(tool, filler, fillIn),
    run: (given, { callId: use, signal }) =>
      parts.callTool(context, {
        workspaceId: call.workspaceId,
        tool,
        arguments: given,
        params,
        // The same use tried twice is done once.
        idempotencyKey: `${call.callId}:${use}`,
        callId: call.callId,
        signal,
      }),
  }
}

/** Whoever was told that it begins is told nothing else unless the tool says what. */
function wordsOf(
  { words = {} }: AgentTool,
  filler: string,
  fillIn: (text: string) => string,
): ToolWords {
  const { start, delayed = start === undefined ? filler : undefined, done, failed } = words
  const filled = (text: string | undefined) => text && fillIn(text)
  return {
    start: filled(start),
    delayed: filled(delayed),
    done: filled(done),
    failed: filled(failed),
  }
}

function clientToolsOf({ clientTools, useClientTool, filler }: ToolsOfCall): TalkTool[] {
  if (!useClientTool) return []
  return clientTools.map(({ name, description, parameters, order }) => ({
    name,
    description,
    parameters,
    words: { delayed: filler },
    async run(given, { callId, signal }) {
      // Pages take the values in the order of the keys.
      const ordered = Object.fromEntries([
        ...order.map((key) => [key, given[key] ?? null] as const),
        ...Object.entries(given).filter(([key]) => !order.includes(key)),
      ])
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(clientToolTimeoutMs)])
      const answer = await useClientTool({ id: callId, name, arguments: ordered }, inTime)
      return typeof answer === 'string' ? answer : JSON.stringify(answer ?? null)
    },
  }))
}

function knowledgeTool(context: Context, parts: VoiceParts, { call, agent }: ToolsOfCall) {
  const { id, definition } = agent
  if (id === null) return []
  const { agenticRag } = definition.callSettings
  const ref = { workspaceId: call.workspaceId, agentId: id }
  const wordings = {
    queries: {
      type: 'array',
      items: { type: 'string' },
      description: 'Other wordings of it, and its parts where it asks several things.',
    },
  }
  const tool: TalkTool = {
    name: searchTool,
    description: 'Finds what the company has written down about a question.',
    parameters: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'The question, in full.' },
        ...(agenticRag && wordings),
      },
      required: ['query'],
    },
    async run({ query, queries }) {
      const question = typeof query === 'string' ? query : ''
      const others = Array.isArray(queries) ? queries.filter((one) => typeof one === 'string') : []
      const asked = agenticRag ? queriesOf(question, others) : [question]
      const lists = await Promise.all(
        asked.map((one) => parts.searchKnowledge(context, { ...ref, query: one, limit: passages })),
      )
      const found = mergeFound(lists, agenticRag ? morePassages : passages)
      if (found.length === 0) return 'Nothing is written down about that.'
      return found.map(({ text, source }) => `[${source}] ${text}`).join('\n\n')
    },
  }
  return [tool]
}

/** What ends the talk; the model says nothing about their results. */
function callTools({ canEnd, end, transfer, transferTo }: ToolsOfCall): TalkTool[] {
  const farewell = { type: 'string', description: 'The last sentence the caller hears.' }
  const tools: TalkTool[] = []
  if (canEnd) {
    tools.push({
      name: endTool,
      description: 'Ends the call when the talk is over. The farewell is said first.',
      parameters: { type: 'object', properties: { farewell } },
      isLast: true,
      async run(given) {
        end(typeof given['farewell'] === 'string' ? given['farewell'] : undefined)
        return 'The call ends.'
      },
    })
  }
  if (transfer) {
    tools.push({
      name: transferTool,
      description: 'Hands the caller over to a person of the company.',
      parameters: { type: 'object', properties: { to: { type: 'string' } } },
      isLast: true,
      async run({ to }) {
        const number = typeof to === 'string' && to !== '' ? to : transferTo
        if (!number) throw new Error('There is nobody to hand the caller to.')
        await transfer(number)
        return 'The caller is handed over.'
      },
    })
  }
  return tools
}

/** Tells each use with its result and how long it took; a failure is told, and thrown on. */
function told(
  tool: TalkTool,
  context: Context,
  onUse: (use: ToolUse) => void,
  known: readonly AgentTool[],
): TalkTool {
  const toolId = known.find(({ name }) => name === tool.name)?.id ?? null
  return {
    ...tool,
    async run(input, call) {
      const startedAt = performance.now()
      const use = (output: unknown, succeeded: boolean) =>
        onUse({
          id: context.newId(),
          name: tool.name,
          toolId,
          input,
          output,
          succeeded,
          durationMs: Math.round(performance.now() - startedAt),
        })
      try {
        const output = await tool.run(input, call)
        use(output, true)
        return output
      } catch (error) {
        use(error instanceof Error ? error.message : String(error), false)
        throw error
      }
    },
  }
}
