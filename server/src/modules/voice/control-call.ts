import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { findLiveCall, liveCalls } from '../agent-calls/index.ts'
import { stateOf } from './state.ts'
import type { OngoingCall } from './transport.ts'

/** The calls of the caller's workspace that go on; without all rows, their own. */
export async function listLive(
  context: Context,
  { workspaceId, userId, seesAllRows }: Principal,
  agentId: string | undefined,
) {
  const calls = await liveCalls(context, {
    workspaceId,
    ownerId: seesAllRows ? null : userId,
    agentId: agentId ?? null,
  })
  const here = stateOf(context).calls
  return calls.map((call) => ({
    callId: call.callId,
    agentId: call.agentId,
    agentName: call.agentName,
    channel: call.channel,
    direction: call.direction,
    fromNumber: call.fromNumber,
    toNumber: call.toNumber,
    status: call.status,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    isHere: here.has(call.callId),
  }))
}

/** A call that this node speaks in; refuses those that are over, elsewhere, or not the caller's. */
export async function getLive(
  context: Context,
  principal: Principal,
  callId: string,
): Promise<OngoingCall> {
  const { workspaceId } = principal
  const missing = () => new AppError('CALL_NOT_FOUND', 'No call of this id goes on.')
  if (!principal.seesAllRows) {
    const own = await listLive(context, principal, undefined)
    if (!own.some((call) => call.callId === callId)) throw missing()
  }
  const call = stateOf(context).calls.get(callId)
  if (call?.workspaceId === workspaceId) return call
  if (!(await findLiveCall(context, { workspaceId, callId }))) throw missing()
  throw new AppError('CONFLICT', 'This call is held by another node; ask there.')
}
