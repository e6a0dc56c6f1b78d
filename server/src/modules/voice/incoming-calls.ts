import type { Context } from '../../context.ts'
import type { IncomingCall, StreamRequest } from '../../providers/telephony/index.ts'
import { endCall, startCall } from '../agent-calls/index.ts'
import { requireRoom } from './begin-call.ts'
import type { VoiceParts } from './parts.ts'
import { findAgentOfNumber } from './queries.ts'
import { converseByTelephone } from './telephone-calls.ts'

/** A carrier connects its sound well within this time, in seconds. */
const aliveSeconds = 60

/** Takes calls to the numbers of agents; what it answers ends that. */
export function takeIncomingCalls(context: Context, parts: VoiceParts): () => void {
  const closing = new AbortController()
  const stop = context.telephony.listen({
    onIncoming: (incoming) => take(context, parts, incoming, closing.signal),
  })
  return () => {
    stop()
    closing.abort()
  }
}

/** What the caller is connected to; undefined: nobody of ours has that number, or we are full. */
async function take(
  context: Context,
  parts: VoiceParts,
  { carrier: port, callId: carrierCallId, from, to, owner: workspaceOfNumber }: IncomingCall,
  signal: AbortSignal,
): Promise<StreamRequest | undefined> {
  const owner = await findAgentOfNumber(context.db, to, workspaceOfNumber ?? null)
  if (!owner) return undefined
  requireRoom(context)
  const { workspaceId, agentId } = owner
  const agent = await parts.findAgent(context, { workspaceId, agentId })
  const { callId } = await context.db.transaction((tx) =>
    startCall(tx, context, {
      workspaceId,
      agent: {
        id: agent.id,
        versionId: agent.versionId,
        name: agent.definition.name,
        language: agent.definition.voice.lang,
      },
      channel: 'Telephone',
      direction: 'inbound',
      fromNumber: from,
      toNumber: to,
      aliveSeconds,
    }),
  )
  context.wakeRelay()
  const call = { workspaceId, callId, agentId, carrierCallId, port, params: {} }
  const talk = { ...call, mode: 'person', message: null, writesEnd: true } as const
  converseByTelephone(context, parts, talk, signal).catch(async (error: unknown) => {
    context.log.warn({ err: error, callId }, 'A call that came in was not talked in')
    await context.db.transaction((tx) =>
      endCall(tx, context, { workspaceId, callId }, { status: 'FAILED', endReason: 'failed' }),
    )
    context.wakeRelay()
  })
  return { parameters: { workspaceId, callId } }
}
