import type { Context } from '../../context.ts'
import type { ChatModel } from '../../providers/llm/index.ts'
import { chatModelOf } from './open-model.ts'
import type { AgentTool, CallAgent, VoiceParts } from './parts.ts'
import { prewarm } from './prewarm.ts'

type Connected = {
  /** Undefined: rules speak. */
  readonly chat: ChatModel | undefined
  readonly ofAgent: readonly AgentTool[]
}

/** What an agent speaks by and with, all at the same time. Whatever only needs loading is not waited for. */
export async function connectAgent(
  context: Context,
  parts: VoiceParts,
  wanted: { readonly workspaceId: string; readonly agent: CallAgent },
): Promise<Connected> {
  const { workspaceId, agent } = wanted
  const language = agent.definition.voice.lang
  void prewarm(context, parts, { workspaceId, agentId: agent.id, language })
  const [chat, ofAgent] = await Promise.all([
    chatModelOf(context, parts, wanted),
    parts.toolsOfAgent(context, wanted),
  ])
  return { chat, ofAgent }
}
