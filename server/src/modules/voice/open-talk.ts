import type { Talk } from '../../providers/voice-engine/index.ts'
import { toolsFor } from './call-tools.ts'
import { openVoice } from './call-voice.ts'
import { connectAgent } from './connect-agent.ts'
import { leave } from './leave.ts'
import type { LiveCall } from './live-call.ts'
import { openModelFor } from './open-model.ts'
import { talkListener } from './talk-listener.ts'

/** Connects what an agent thinks, hears and speaks with: the first step of a call. */
export async function openTalk(
  live: LiveCall,
  transfer: (to: string) => Promise<void>,
): Promise<Talk> {
  const { context, parts, given } = live
  const { call, agent, params, clientTools, transport } = given
  const { useTool } = transport
  const { chat, ofAgent } = await connectAgent(context, parts, {
    workspaceId: call.workspaceId,
    agent,
  })
  // Rules and flows end by themselves.
  const canEnd = live.settings.smartCallEnd || !chat || agent.definition.type === 'Flow Agent'
  const tools = toolsFor(context, parts, {
    call,
    agent,
    params,
    clientTools,
    ofAgent,
    filler: live.words.filler,
    fillIn: (text) => live.fillIn(text),
    useClientTool: useTool && ((use, signal) => useTool(use, signal)),
    transfer: transport.transfer && transfer,
    transferTo: transferNumber(live),
    canEnd,
    end: (farewell) => void leave(live, farewell, 'agent_hangup'),
    onUse(use) {
      live.record.tool(use)
      const { name: toolName, succeeded: success } = use
      live.tell({ type: 'custom', event: 'tool_execution', data: { toolName, success } })
    },
  })
  const model = openModelFor(context, parts, {
    call,
    agent,
    chat,
    params: live.values,
    tools,
    ofAgent,
    language: () => live.spoken,
    log: (category, message, nodeId, payload) =>
      live.record.log({ category, message, nodeId, payload: payload ?? null }),
  })
  live.model = model
  return openVoice(context, parts, {
    given,
    tools,
    model,
    speaker: live.speaker,
    listener: talkListener(live),
    language: () => live.language,
    fillIn: (text) => live.fillIn(text),
    voices: live.record.voices,
  })
}

/** Where a caller who wants a person is handed to: a parameter of the call or of the agent. */
function transferNumber({ values }: LiveCall): string | undefined {
  const number = values['transfer_number']
  return typeof number === 'string' && number !== '' ? number : undefined
}
