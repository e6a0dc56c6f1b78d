import { AgentDefinition, type CallBeginning, type CallChannel } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { startCall } from '../agent-calls/index.ts'
import { speechOf } from './call-voice.ts'
import type { CallAgent, VoiceParts } from './parts.ts'
import { loadRefusal } from './load-rules.ts'
import { prewarmAgent } from './prewarm.ts'
import { insertSetup, takeSetup } from './queries.ts'
import { stateOf } from './state.ts'
import type { ClientTool } from './transport.ts'

export type Setup = {
  readonly agent: CallAgent
  readonly params: Readonly<Record<string, unknown>>
  readonly clientTools: readonly ClientTool[]
}

/** Whose request it is. */
type Starter = {
  readonly workspaceId: string
  readonly userId: string | null
  readonly keyId: string | undefined
}

type Beginning = Pick<CallBeginning, 'params' | 'tools'> & {
  /** Undefined: the agent that comes along, to try how it sounds. */
  readonly voiceAgentId?: string | undefined
  readonly environmentId?: string | null | undefined
  readonly versionRef?: string | null | undefined
  readonly channel?: CallChannel
}

/** A page has this long to connect. */
const aliveSeconds = 120

/** Begins a call from a page: it waits for the page's socket. Answers its id. */
export async function beginCall(
  context: Context,
  parts: VoiceParts,
  starter: Starter,
  wanted: Beginning,
): Promise<string> {
  const { workspaceId } = starter
  speechOf(context)
  requireRoom(context)
  const { voiceAgentId: agentId } = wanted
  const agent = agentId
    ? await parts.findAgent(context, {
        workspaceId,
        agentId,
        environment: wanted.environmentId ?? undefined,
        version: wanted.versionRef ?? undefined,
      })
    : exampleAgent()
  // While the page connects.
  void prewarmAgent(context, parts, { workspaceId, agent })
  const setup: Setup = { agent, params: wanted.params, clientTools: clientToolsIn(wanted.tools) }
  const callId = context.newId()
  await context.db.transaction(async (tx) => {
    await startCall(tx, context, {
      workspaceId,
      callId,
      agent: {
        id: agent.id,
        versionId: agent.versionId,
        name: agent.definition.name,
        language: agent.definition.voice.lang,
        ...(agent.versionId === null && { details: agent.definition }),
      },
      channel: wanted.channel ?? 'Web',
      direction: 'web',
      params: wanted.params,
      ownerId: starter.userId,
      apiKeyId: starter.keyId ?? null,
      aliveSeconds,
    })
    await insertSetup(tx, { workspaceId, id: callId, setup: JSON.stringify(setup) })
  })
  context.wakeRelay()
  return callId
}

/** Answers before anybody has made an agent. */
function exampleAgent(): CallAgent {
  const greetingMessage =
    'Hello, I am the agent of this Parley server. Tell me your name, and I will show you how a call goes.'
  const definition = AgentDefinition.parse({
    name: 'Parley',
    conversation: {
      greetingMessage,
      greetingMessageType: 'static',
      preamble: 'You are a friendly agent that shows what a call with a voice agent is like.',
      pokeMessages: ['Are you still there?'],
    },
    callSettings: { smartCallEnd: true },
    outcomeResponseShape: { name: 'string', wants_demo: 'boolean' },
  })
  return { id: null, versionId: null, definition }
}

/** What a call was begun with, for the one who connects to it; it is given once. */
export async function claimSetup(
  context: Context,
  call: { readonly workspaceId: string; readonly callId: string },
): Promise<Setup> {
  const { workspaceId, callId: id } = call
  const setup = await takeSetup(context.db, { workspaceId, id })
  if (!setup) {
    throw new AppError('CALL_NOT_FOUND', 'No call of this id waits for somebody to connect.')
  }
  return JSON.parse(setup) as Setup
}

/** A node that is full says so instead of stuttering. */
export function requireRoom(context: Context): void {
  const { calls, load } = stateOf(context)
  const { maxLiveCalls: maxCalls, maxLiveCallLagMs: maxLagMs } = context.config
  const refusal = loadRefusal({ calls: calls.size, lagMs: load.lagMs(), maxCalls, maxLagMs })
  if (refusal) throw new AppError('TOO_MANY_CALLS', refusal)
}

export function clientToolsIn(tools: CallBeginning['tools']): ClientTool[] {
  return (tools ?? []).map(({ function: { name, description, parameters } }) => {
    const properties = parameters?.properties ?? {}
    const required = parameters?.required ?? []
    return {
      name,
      description: description ?? '',
      parameters: { type: 'object', properties, required },
      order: Object.keys(properties),
    }
  })
}
