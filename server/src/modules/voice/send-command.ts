import { errorStatus, type ErrorCode } from '@parley/contract'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { askNode, NodeSilent } from '../../platform/nodes/ask-node.ts'
import { type CallRef, findLiveCall } from '../agent-calls/index.ts'
import { createToken, redeemToken, takeTokenBack } from './call-tokens.ts'
import { LiveCommand, obey } from './live-command.ts'
import { stateOf } from './state.ts'

/** Where nodes take commands of other nodes. */
export const commandPath = '/internal/live-calls/command'

const answerWithinMs = 5_000
/** A carrier is asked. */
const transferWithinMs = 20_000

const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]
const Outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.enum(codes), message: z.string() }),
])
type Outcome = z.infer<typeof Outcome>
const Allowed = z.object({ callId: z.string(), command: LiveCommand })

/**
 * Has the node that holds a call carry a command out, at most once: the command lies in the database
 * under a token that works once, and is taken back when the node does not answer. Throws what that node
 * refused, or CALL_UNREACHABLE.
 */
export async function sendCommand(
  context: Context,
  { workspaceId, callId, nodeUrl }: CallRef & { readonly nodeUrl: string },
  command: LiveCommand,
): Promise<void> {
  const allows: z.input<typeof Allowed> = { callId, command }
  const { token } = await createToken(context, workspaceId, 'control', allows)
  const timeoutMs = command.name === 'transfer' ? transferWithinMs : answerWithinMs
  let outcome: Outcome
  try {
    outcome = Outcome.parse(await askNode(`${nodeUrl}${commandPath}`, { token }, { timeoutMs }))
  } catch (error) {
    if (!(error instanceof NodeSilent)) throw error
    context.log.warn({ err: error, callId, command: command.name }, 'a node did not obey')
    // Whoever takes the token decides: taken back, the command will never be carried out.
    const isTakenBack = await takeTokenBack(context, token, 'control')
    throw new AppError(
      'CALL_UNREACHABLE',
      `The node that holds this call does not answer. ${isTakenBack ? 'Nothing was done.' : 'What was asked may have been done.'}`,
      { callId, wasDone: isTakenBack ? false : null },
    )
  }
  if (!outcome.ok) throw new AppError(outcome.code, outcome.message)
}

/** Carries out the command of another node that this token stands for. Throws CALL_TOKEN_INVALID. */
export async function takeCommand(context: Context, token: string): Promise<Outcome> {
  const { workspaceId, allows } = await redeemToken(context, token, 'control')
  const { callId, command } = Allowed.parse(allows)
  const call = stateOf(context).calls.get(callId)
  try {
    if (call?.workspaceId !== workspaceId) throw await notHere(context, { workspaceId, callId })
    await obey(call, command)
    return { ok: true }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, code: error.code, message: error.message }
    context.log.error({ err: error, callId, command: command.name }, 'a command failed')
    return { ok: false, code: 'INTERNAL_ERROR', message: 'Something went wrong.' }
  }
}

/** It may just have ended, or the process that held it was another one at the same address. */
async function notHere(context: Context, call: CallRef): Promise<AppError> {
  return (await findLiveCall(context, call))
    ? new AppError('CALL_UNREACHABLE', 'The process that held this call is gone.')
    : new AppError('CALL_NOT_FOUND', 'No call of this id goes on.')
}
