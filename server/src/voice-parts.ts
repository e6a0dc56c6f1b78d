import type { ToolMessage } from '@parley/contract'
import { fillTemplate, findAgent, readDefinition } from './modules/agents/index.ts'
import { isBlocked } from './modules/calling-rules/index.ts'
import { toE164In } from './modules/crm/index.ts'
import { prepareKnowledge, searchKnowledge } from './modules/knowledge/index.ts'
import { carrierOfNumber } from './modules/phone-numbers/index.ts'
import { callTool, toolsOfAgent } from './modules/tools/index.ts'
import type { VoiceParts } from './modules/voice/index.ts'
import { sayText } from './modules/voices/index.ts'
import { defaultSampleRate } from './providers/tts/index.ts'
import type { ToolWords } from './providers/voice-engine/index.ts'

/** Types are in capitals; others than these are not said. */
function wordsOf(messages: readonly ToolMessage[]): ToolWords {
  const of = (type: string) => messages.find((message) => message.type === type)?.content
  return {
    start: of('REQUEST_START'),
    delayed: of('REQUEST_DELAYED'),
    done: of('REQUEST_COMPLETE'),
    failed: of('REQUEST_FAILED'),
  }
}

/** What agents, tools and knowledge do for live calls. */
export const voiceParts: VoiceParts = {
  async findAgent(context, wanted) {
    const { agent, version, definition } = await findAgent(context, wanted)
    return { id: agent.id, versionId: version.id, definition }
  },
  readDefinition,
  async findCarrier(context, { workspaceId, number: typed }) {
    const number = (await toE164In(context, workspaceId, typed)) ?? typed
    const found = await carrierOfNumber(context, { workspaceId, number })
    return { number: found.number, port: found.carrier }
  },
  toNumber: (context, { workspaceId, typed }) => toE164In(context, workspaceId, typed),
  isBlocked: ({ db }, wanted) => isBlocked(db, wanted),
  fillTemplate,
  async searchKnowledge(context, query) {
    const { passages } = await searchKnowledge(context, query)
    return passages.map(({ text, source }) => ({ text, source: source.title ?? source.itemName }))
  },
  prepareKnowledge,
  async toolsOfAgent(context, { workspaceId, agent: { id, definition } }) {
    if (id === null) return []
    const bindings = definition.tools
    const { tools } = await toolsOfAgent(context, { workspaceId, agentId: id, bindings })
    return tools.map(({ toolId, functionName, description, parameters, messages, ...how }) => ({
      id: toolId,
      name: functionName,
      description,
      parameters,
      words: wordsOf(messages),
      isAsync: how.isAsync,
      fixed: how.fixed,
      remoteName: how.remoteName,
    }))
  },
  async callTool(context, { tool, params, callId, ...use }) {
    const { id: toolId, fixed, remoteName } = tool
    const variables = { ...params, call_id: callId }
    const result = await callTool(context, {
      ...use,
      toolId,
      fixed,
      remoteName,
      variables,
      conversationId: callId,
    })
    const { ok, output, error } = result
    if (!ok) throw new Error(error?.message ?? 'The tool failed.')
    return typeof output === 'string' ? output : JSON.stringify(output ?? null)
  },
  async modelKeyOf(context, { workspaceId, agent: { id: agentId, versionId: version } }) {
    if (agentId === null) return undefined
    const { llmApiKey } = await findAgent(context, { workspaceId, agentId, version })
    return llmApiKey()
  },
  voiceOf(context, { workspaceId, agent }) {
    const { tts } = context
    const { voiceDictionaryIds: dictionaryIds } = agent.definition
    return (
      tts && {
        ...tts,
        synthesize(request) {
          const sound = async function* () {
            const { stream } = await sayText(context, { ...request, workspaceId, dictionaryIds })
            yield* stream
          }
          const { sampleRate = defaultSampleRate } = request
          return Object.assign(sound(), { sampleRate })
        },
      }
    )
  },
}
