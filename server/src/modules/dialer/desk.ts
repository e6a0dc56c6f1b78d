import { Voicemail } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { CallKeeper } from '../agent-calls/index.ts'
import type { OpenAttempt } from './attempt-queries.ts'
import type { DialedCall, DialerServices } from './call.ts'
import { paramsOf } from './claim.ts'
import type { Directory } from './directory.ts'
import type { Journal } from './journal.ts'
import type { LiveCall } from './live-call.ts'

/** What a process that dials works with. */
export type Desk = {
  readonly context: Context
  readonly services: DialerServices
  readonly directory: Directory
  readonly journal: Journal
  /** Says that calls of this process are not abandoned. */
  readonly keeper: CallKeeper
  /** Calls of this process that have not ended, by their id. */
  readonly live: Map<string, LiveCall>
  /** A line is free, or something else has changed: look again. */
  readonly onRoom: () => void
}

/** A call that another process began. Undefined: its campaign is gone, and with it what it needs. */
export function toDialedCall(row: OpenAttempt): DialedCall | undefined {
  const { agentId, fromNumber, voicemail, variables } = row
  if (agentId === null || voicemail === null) return undefined
  const { workspaceId, callId, campaignId, recipientId, phoneNumberId, number } = row
  return {
    workspaceId,
    callId,
    campaignId,
    recipientId,
    phoneNumberId,
    number,
    fromNumber: fromNumber ?? '',
    agentId,
    params: paramsOf({ name: row.name, variables: variables ?? '{}' }),
    voicemail: Voicemail.parse(JSON.parse(voicemail)),
    leftMessage: row.leftMessage === true,
    webhookUrl: row.webhookUrl,
    webhookAuth: row.webhookAuth,
    createdBy: row.createdBy,
    startsAt: new Date(row.startsAt),
  }
}

/** The call is over, or somebody else's. */
export function forget({ live, keeper }: Desk, callId: string): void {
  const one = live.get(callId)
  if (!one) return
  live.delete(callId)
  keeper.release(one.call)
}
