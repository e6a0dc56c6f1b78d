import type { CallPlacement, PlacedCall } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { TelephonyError } from '../../providers/telephony/index.ts'
import { endCall, startCall } from '../agent-calls/index.ts'
import { requireRoom } from './begin-call.ts'
import { speechOf } from './call-voice.ts'
import type { CallAgent, VoiceParts } from './parts.ts'
import { expectCall, forgetCall, referenceOf } from './placed-calls.ts'

/** Whose request it is. */
type Starter = {
  readonly workspaceId: string
  readonly userId: string | null
  readonly keyId: string | undefined
}

type CallName = { readonly workspaceId: string; readonly callId: string }

/** Calls somebody now. The call is recorded before the carrier is told of it, whatever becomes of it. */
export async function placeCall(
  context: Context,
  parts: VoiceParts,
  starter: Starter,
  wanted: CallPlacement,
): Promise<PlacedCall> {
  const { workspaceId } = starter
  speechOf(context)
  requireRoom(context)
  const agent = await agentOf(context, parts, workspaceId, wanted)
  const { number: from, port } = await parts.findCarrier(context, {
    workspaceId,
    number: wanted.fromNumber,
  })
  const to = await parts.toNumber(context, { workspaceId, typed: wanted.toNumber })
  if (to === null) throw invalid('toNumber', "'toNumber' is not a telephone number.")
  if (await parts.isBlocked(context, { workspaceId, number: to })) {
    throw new AppError('NUMBER_BLOCKED', `${to} is on the do-not-call list of the workspace.`)
  }
  const call = { workspaceId, callId: context.newId() }
  await recordCall(context, call, { agent, starter, from, to, wanted })
  expectCall(context, { call, agent, params: wanted.params, port })
  const { ringTimeout, maxCallDuration } = agent.definition.callSettings
  try {
    await port.placeCall({
      from,
      to,
      reference: referenceOf(call),
      idempotencyKey: call.callId,
      ringTimeoutS: ringTimeout,
      maxDurationS: maxCallDuration,
      machineDetection: 'off',
      stream: { parameters: call },
    })
  } catch (error) {
    await notPlaced(context, call, error)
  }
  const { callId: id } = call
  return {
    id,
    jobId: id,
    voiceAgentId: agent.id,
    type: 'VOICE_AGENTS',
    status: 'PENDING',
    callParams: { userNumber: to, machineNumber: from },
  }
}

type Placement = {
  readonly agent: CallAgent
  readonly starter: Starter
  readonly from: string
  readonly to: string
  readonly wanted: CallPlacement
}

async function recordCall(
  context: Context,
  call: CallName,
  { agent, starter, from, to, wanted }: Placement,
): Promise<void> {
  const { definition } = agent
  await context.db.transaction((tx) =>
    startCall(tx, context, {
      ...call,
      agent: {
        id: agent.id,
        versionId: agent.versionId,
        name: definition.name,
        language: definition.voice.lang,
        ...(agent.versionId === null && { details: definition }),
      },
      channel: 'Telephone',
      direction: 'outbound',
      fromNumber: from,
      toNumber: to,
      params: wanted.params,
      ownerId: starter.userId,
      apiKeyId: starter.keyId ?? null,
      webhook: webhookOf(wanted),
      aliveSeconds: definition.callSettings.ringTimeout + aliveBeyondRingS,
    }),
  )
  context.wakeRelay()
}

/** A carrier may begin to ring late. */
const aliveBeyondRingS = 90

async function agentOf(
  context: Context,
  parts: VoiceParts,
  workspaceId: string,
  { voiceAgentId: agentId, agentDetails }: CallPlacement,
): Promise<CallAgent> {
  if (agentId) return parts.findAgent(context, { workspaceId, agentId })
  if (!agentDetails) throw invalid('voiceAgentId', "Send 'voiceAgentId' or 'agentDetails'.")
  const { agentName: name, ...body } = agentDetails
  return { id: null, versionId: null, definition: parts.readDefinition({ ...body, name }) }
}

function webhookOf({ webhookUrl, webhookAuth, agentDetails }: CallPlacement) {
  const url = webhookUrl ?? agentDetails?.webhookUrl
  if (!url) return null
  const { authKey, authSecret } = webhookAuth ?? agentDetails?.webhookAuth ?? {}
  return { url, auth: { authKey: authKey ?? null, authSecret: authSecret ?? null } }
}

/** Ends the record and refuses; where nobody knows whether it rings, the carrier's events tell. */
async function notPlaced(context: Context, call: CallName, error: unknown): Promise<void> {
  const failure = error instanceof TelephonyError ? error.failure : 'unavailable'
  if (failure === 'unavailable') {
    context.log.warn({ err: error, ...call }, 'a call may or may not be placed')
    return
  }
  forgetCall(context, call)
  const endReason = failure === 'invalid_number' ? 'invalid' : 'failed'
  await context.db.transaction((tx) => endCall(tx, context, call, { status: 'FAILED', endReason }))
  context.wakeRelay()
  const why = error instanceof Error ? error.message : 'The carrier refused.'
  throw new AppError('CALL_REFUSED', `The call was not placed: ${why}`, { callId: call.callId })
}
