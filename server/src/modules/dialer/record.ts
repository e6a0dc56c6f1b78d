import type { CallOutcome } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type CallEnd, endCall, startCall } from '../agent-calls/index.ts'
import { openWebhook } from '../campaigns/index.ts'
import type { Directory } from './directory.ts'
import type { DialedCall } from './call.ts'
import type { Entry } from './entries.ts'

/** Calls of which there is a record, as far as this process made it. */
const begun = new WeakSet<DialedCall>()
/** Until somebody holds the call; see `Desk.keeper`. */
const aliveSeconds = 120

/** Makes the call's record, its conversation and its job, unless they are there. */
export async function beginRecord(
  tx: Executor,
  context: Context,
  directory: Directory,
  call: DialedCall,
): Promise<void> {
  if (begun.has(call)) return
  const { workspaceId, callId, campaignId, agentId, number, params, createdBy } = call
  const agent = await directory.agent({ workspaceId, agentId })
  await startCall(tx, context, {
    workspaceId,
    callId,
    agent: {
      id: agentId,
      versionId: agent?.versionId ?? null,
      name: agent?.name ?? null,
      language: agent?.language ?? null,
    },
    channel: 'Telephone',
    direction: 'outbound',
    fromNumber: call.fromNumber,
    toNumber: number,
    params,
    ownerId: createdBy,
    campaignId,
    webhook: openWebhook(context, call) ?? null,
    aliveSeconds,
  })
}

/** To be called once that is committed. */
export function rememberBegun(calls: readonly DialedCall[]): void {
  for (const call of calls) begun.add(call)
}

type Ended = Extract<Entry, { readonly kind: 'ended' }> & { readonly outcome: CallOutcome }

/** Ends the record, unless whoever talked did so already. */
export async function endRecord(
  tx: Executor,
  context: Context,
  { call, outcome, talk, at }: Ended,
): Promise<void> {
  const { workspaceId, callId } = call
  const end: CallEnd = {
    status: talk?.status ?? statusOf(outcome),
    endReason: outcome === 'answered' ? (talk?.endReason ?? 'hangup') : outcome,
    ...(talk?.outcome !== undefined && { outcome: talk.outcome }),
    ...(talk?.metrics && { metrics: talk.metrics }),
    ...(talk?.usage && { usage: talk.usage }),
    endedAt: at,
  }
  await endCall(tx, context, { workspaceId, callId }, end)
}

function statusOf(outcome: CallOutcome): CallEnd['status'] {
  if (outcome === 'answered' || outcome === 'voicemail') return 'COMPLETED'
  return outcome === 'failed' || outcome === 'invalid' ? 'FAILED' : 'NO_ANSWER'
}
