import type { EventData } from '@parley/contract'

type Told = EventData<'call.started'>['call']

/** What the database knows of a call that is told with every event. */
export type Known = {
  readonly callId: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly channel: Told['channel']
  readonly direction: Told['direction']
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly contactId: string | null
  readonly campaignId: string | null
  readonly webhookId: string | null
  readonly startedAt: string
  readonly ringingAt: string | null
  readonly answeredAt: string | null
  /** JSON. */
  readonly params: string
}

/** The call as events have it. */
export function toldOf(known: Known): Told {
  return {
    id: known.callId,
    agent_id: known.agentId,
    agent_name: known.agentName,
    channel: known.channel,
    direction: known.direction,
    from_number: known.fromNumber,
    to_number: known.toNumber,
    contact_id: known.contactId,
    conversation_id: known.callId,
    campaign_id: known.campaignId,
    webhook_id: known.webhookId,
    started_at: known.startedAt,
    params: JSON.parse(known.params) as Told['params'],
  }
}

/** The moment of something said `ms` after the answer. */
export function momentAt({ answeredAt, startedAt }: Known, ms: number): string {
  return new Date(Date.parse(answeredAt ?? startedAt) + ms).toISOString()
}

/** How long it rang, in seconds. */
export function ringSecondsOf({ answeredAt, ringingAt, startedAt }: Known): number {
  const ms = Date.parse(answeredAt ?? startedAt) - Date.parse(ringingAt ?? startedAt)
  return Math.max(0, ms) / 1_000
}
