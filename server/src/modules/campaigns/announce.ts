import { callOutcomes, type Campaign, recipientStatuses } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { setStatus } from './campaign-queries.ts'
import { type CountRow, selectCounts } from './count-queries.ts'
import { findRunningImport } from './import-queries.ts'
import { type Lane, type LaneKey, setDue } from './lane-queries.ts'

type Happened = 'started' | 'paused' | 'completed' | 'cancelled'

export type Told = {
  readonly workspaceId: string
  readonly lane: Pick<Lane, 'campaignId' | 'name' | 'agentId'>
  readonly what: Happened
  readonly reason?: Campaign['pauseReason']
  readonly actorUserId?: string | null
}

/** Tells what happened to a campaign, with its counts as they are at that moment. */
export async function announceCampaign(
  tx: Executor,
  { newId }: Context,
  { workspaceId, lane, what, reason = null, actorUserId = null }: Told,
): Promise<void> {
  const { campaignId, name, agentId } = lane
  const counts = await selectCounts(tx, workspaceId, [campaignId])
  const campaign = {
    id: campaignId,
    name,
    agent_id: agentId,
    recipients: countsOf(counts, 'status', recipientStatuses),
    outcomes: countsOf(counts, 'outcome', callOutcomes),
  }
  await emit(tx, {
    workspaceId,
    id: newId(),
    name: `campaign.${what}`,
    subjectType: 'campaign',
    subjectId: campaignId,
    actorUserId,
    data: what === 'paused' ? { campaign, reason } : { campaign },
  })
}

function countsOf(counts: readonly CountRow[], kind: string, names: readonly string[]) {
  const ofKind = new Map(counts.filter((row) => row.kind === kind).map(({ name, n }) => [name, n]))
  return Object.fromEntries(names.map((name) => [name, ofKind.get(name) ?? 0]))
}

/** Begins no further calls, for a reason that nobody asked for. */
export async function pauseFor(
  tx: Executor,
  context: Context,
  { workspaceId, lane, reason }: Pick<Told, 'workspaceId' | 'reason'> & { readonly lane: Lane },
): Promise<void> {
  const key: LaneKey = { workspaceId, campaignId: lane.campaignId }
  await setStatus(tx, key, { status: 'PAUSED', reason: reason ?? null, at: context.now() })
  await setDue(tx, key, null)
  await announceCampaign(tx, context, { workspaceId, lane, what: 'paused', reason: reason ?? null })
}

/** Ends a running campaign in which nobody waits for a call, or is in one. */
export async function completeIfDone(
  tx: Executor,
  context: Context,
  workspaceId: string,
  lane: Lane,
): Promise<boolean> {
  if (lane.status !== 'RUNNING' || lane.kind !== 'campaign') return false
  const key: LaneKey = { workspaceId, campaignId: lane.campaignId }
  const counts = await selectCounts(tx, workspaceId, [lane.campaignId])
  const byStatus = countsOf(counts, 'status', recipientStatuses)
  const open = ['PENDING', 'QUEUED', 'IN_PROGRESS'].some((status) => (byStatus[status] ?? 0) > 0)
  if (open || (await findRunningImport(tx, key, context.now()))) return false
  await setStatus(tx, key, { status: 'COMPLETED', at: context.now() })
  await setDue(tx, key, null)
  await announceCampaign(tx, context, { workspaceId, lane, what: 'completed' })
  return true
}
