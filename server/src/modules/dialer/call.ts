import type { Voicemail } from '@parley/contract'
import type { z } from 'zod'
import type { TelephonyPort } from '../../providers/telephony/index.ts'
import type { CallUsage } from '../agent-calls/index.ts'

/** A call that a campaign begins, and what it needs to know of it until its end. */
export type DialedCall = {
  readonly workspaceId: string
  /** Of the call, its job and its conversation; also its key at the carrier. */
  readonly callId: string
  readonly campaignId: string
  readonly recipientId: string
  /** Who is called. */
  readonly number: string
  readonly phoneNumberId: string
  /** Who is seen to call, in E.164. */
  readonly fromNumber: string
  readonly agentId: string
  /** Values of `{{name}}` in what the agent says. */
  readonly params: Readonly<Record<string, unknown>>
  readonly voicemail: z.output<typeof Voicemail>
  /** A message is on this person's machine already. */
  readonly leftMessage: boolean
  readonly webhookUrl: string | null
  /** Encrypted. */
  readonly webhookAuth: string | null
  /** Whose campaign it is. */
  readonly createdBy: string | null
  readonly startsAt: Date
}

/** The agent of a campaign as it is live now. */
export type DialingAgent = {
  readonly id: string
  readonly versionId: string
  readonly name: string
  readonly language: string
  /** Seconds. */
  readonly ringTimeoutS: number
  readonly maxDurationS: number
}

/** A number of the workspace, and who connects its calls. */
export type Carrier = { readonly number: string; readonly port: TelephonyPort }

/** What dialers need of others; see parts.ts for where it comes from. */
export type DialerServices = {
  /** Undefined: there is no such agent any more. */
  findAgent(place: {
    readonly workspaceId: string
    readonly agentId: string
  }): Promise<DialingAgent | undefined>
  /** The number that calls, and its carrier; undefined: the workspace has it no more. */
  findCarrier(place: {
    readonly workspaceId: string
    readonly phoneNumberId: string
  }): Promise<Carrier | undefined>
  /** Talks to whoever answered; undefined leaves the line to the other side. */
  readonly converse?: Converse | undefined
}

/** Somebody, or somebody's machine, has answered. */
export type AnsweredCall = {
  readonly workspaceId: string
  readonly callId: string
  readonly agentId: string
  readonly campaignId: string
  /** The carrier's id of it. */
  readonly carrierCallId: string
  readonly port: TelephonyPort
  readonly params: Readonly<Record<string, unknown>>
  /** `voicemail`: say the message to the machine, and nothing else. */
  readonly mode: 'person' | 'voicemail'
  readonly message: string | null
}

/** What came of talking. */
export type Talk = {
  /** Such as hangup, agent_hangup, transfer. */
  readonly endReason: string
  readonly status?: 'COMPLETED' | 'FORWARDED' | 'FAILED' | 'TERMINATED'
  readonly outcome?: Readonly<Record<string, unknown>> | null
  readonly metrics?: Readonly<Record<string, unknown>>
  readonly usage?: CallUsage
  /** The message was said to its end. */
  readonly leftMessage?: boolean
  /** They asked not to be called again; fields of the outcome may say so too. */
  readonly optedOut?: boolean
}

/** Ends when the talk is over, or soon after `signal` says that it has to be. */
export type Converse = (call: AnsweredCall, signal: AbortSignal) => Promise<Talk>

const prefix = 'campaign'

/** What the carrier hands back with everything it tells of the call. */
export function referenceOf({ workspaceId, callId }: Pick<DialedCall, 'workspaceId' | 'callId'>) {
  return `${prefix}:${workspaceId}:${callId}`
}

/** Undefined: a call of somebody else. */
export function readReference(
  reference: string,
): { readonly workspaceId: string; readonly callId: string } | undefined {
  const [kind, workspaceId, callId, ...rest] = reference.split(':')
  const isOurs = kind === prefix && workspaceId && callId && rest.length === 0
  return isOurs ? { workspaceId, callId } : undefined
}
