import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { type CallRef, findLiveCall, type LiveCall, liveCalls } from '../agent-calls/index.ts'
import { type LiveCommand, obey } from './live-command.ts'
import { sendCommand } from './send-command.ts'
import { stateOf } from './state.ts'
import type { OngoingCall } from './transport.ts'

/** Two of the beats with which nodes tell that their calls go on, and some more. */
const answeringMs = 35_000
/** A call that was just taken is told to be held within this time. */
const heldWithinMs = 2_000
const lookAgainMs = 250

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
    nodeId: call.nodeId,
    heldAt: call.heldAt,
    isAlive: isAlive(context, call),
    isHere: here.has(call.callId),
    state: here.get(call.callId)?.state ?? null,
  }))
}

function isAlive({ now }: Context, { heldAt }: LiveCall): boolean {
  return heldAt !== null && now().getTime() - Date.parse(heldAt) < answeringMs
}

/** Does something to a call that goes on, whichever node speaks in it. */
export async function controlCall(
  context: Context,
  principal: Principal,
  callId: string,
  command: LiveCommand,
): Promise<void> {
  const found = await findCall(context, principal, callId)
  return 'here' in found ? obey(found.here, command) : sendCommand(context, found.holder, command)
}

/** Refuses to listen to calls that are over, not taken yet, or not the caller's. */
export async function requireLive(
  context: Context,
  principal: Principal,
  callId: string,
): Promise<void> {
  await findCall(context, principal, callId)
}

/** Which node speaks in a call of the workspace, and where it is reached. */
type Holder = CallRef & { readonly nodeUrl: string }

type Found = { readonly here: OngoingCall } | { readonly holder: Holder }

async function findCall(
  context: Context,
  { workspaceId, userId, seesAllRows }: Principal,
  callId: string,
): Promise<Found> {
  const call = { workspaceId, callId }
  if (!seesAllRows && !(await findLiveCall(context, { ...call, ownerId: userId }))) throw missing()
  const here = stateOf(context).calls.get(callId)
  if (here?.workspaceId === workspaceId) return { here }
  return { holder: await findHolder(context, call) }
}

/** Throws CALL_NOT_FOUND, CONFLICT before somebody took it, or CALL_UNREACHABLE. */
export async function findHolder(context: Context, call: CallRef): Promise<Holder> {
  for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
    const found = await findLiveCall(context, call)
    if (!found) throw missing()
    const { status, nodeUrl } = found
    if (status === 'PENDING') throw new AppError('CONFLICT', 'Nobody speaks in this call yet.')
    if (nodeUrl) return { ...call, nodeUrl }
    if (waitedMs >= heldWithinMs) {
      throw new AppError('CALL_UNREACHABLE', 'It is not known which node holds this call.')
    }
    await sleep(lookAgainMs)
  }
}

function missing(): AppError {
  return new AppError('CALL_NOT_FOUND', 'No call of this id goes on.')
}
