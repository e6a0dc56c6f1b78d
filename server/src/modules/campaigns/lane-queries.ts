import type { Executor } from '../../platform/db/database.ts'
import { preferIndexesSql } from '../../platform/db/session.ts'
import { statement } from '../../platform/db/statement.ts'

/** How a campaign stands, together with what of it decides on calls. */
export type Lane = {
  readonly campaignId: string
  readonly kind: 'campaign' | 'follow_ups'
  readonly name: string
  readonly status: string
  readonly agentId: string | null
  readonly phoneNumberId: string | null
  /** Calls that have begun and not ended. */
  readonly active: number
  readonly nextStartAt: string
  /** JSON; null: nothing happened yet. */
  readonly breaker: string | null
  readonly scheduledAt: string | null
  /** Null: nobody was called yet, nor could be. */
  readonly startedAt: string | null
  readonly scheduledZone: string | null
  /** JSON. */
  readonly timeRange: string | null
  readonly reservedConcurrency: number
  readonly maxConcurrency: number | null
  readonly callsPerSecond: number | null
  readonly maxAttempts: number
  /** JSON. */
  readonly retries: string
  readonly voicemail: string
  readonly webhookUrl: string | null
  /** Encrypted. */
  readonly webhookAuth: string | null
  readonly createdBy: string | null
}

export type LaneKey = { readonly workspaceId: string; readonly campaignId: string }

const preferring = statement('prefer_indexes_for_campaigns', preferIndexesSql)

/** For the rest of the transaction: tables of campaigns fill and empty within minutes. */
export async function preferIndexes(tx: Executor): Promise<void> {
  await tx.run(preferring, [])
}

const laneColumns = `c.id as "campaignId", c.kind, c.name, c.status, c.agent_id as "agentId",
  c.phone_number_id as "phoneNumberId", l.active, iso(l.next_start_at) as "nextStartAt", l.breaker,
  iso(c.scheduled_at) as "scheduledAt", iso(c.started_at) as "startedAt", c.scheduled_zone as "scheduledZone",
  c.time_range as "timeRange", c.reserved_concurrency as "reservedConcurrency",
  c.max_concurrency as "maxConcurrency", c.calls_per_second as "callsPerSecond",
  c.max_attempts as "maxAttempts", c.retries, c.voicemail, c.webhook_url as "webhookUrl",
  c.webhook_auth as "webhookAuth", c.created_by as "createdBy"`

const locking = statement(
  'lock_campaign_lane',
  `select ${laneColumns} from campaign_lane l
   join campaign c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
   where l.workspace_id = $1 and l.campaign_id = $2 for update of l`,
)

/**
 * Until the transaction ends, nobody else changes the campaign's status, recipients or calls. First of
 * all locks but that of the calling rules, so that no two transactions wait for each other.
 */
export async function lockLane(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
): Promise<Lane | undefined> {
  const [row] = await tx.run<Lane>(locking, [workspaceId, campaignId])
  return row
}

const moving = statement(
  'move_campaign_lane',
  `update campaign_lane set due_at = $3 where workspace_id = $1 and campaign_id = $2`,
)

/** When a dialer looks at the campaign next; null for never. */
export async function setDue(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  at: Date | null,
): Promise<void> {
  await tx.run(moving, [workspaceId, campaignId, at ?? 'infinity'])
}

const forgiving = statement(
  'forgive_carrier_of_campaign',
  'update campaign_lane set breaker = null where workspace_id = $1 and campaign_id = $2',
)

/** Somebody says that the carrier is well again. */
export async function forgiveCarrier(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
): Promise<void> {
  await tx.run(forgiving, [workspaceId, campaignId])
}

const hastening = statement(
  'hasten_campaign_lane',
  `update campaign_lane l set due_at = least(l.due_at, $3) from campaign c
   where l.workspace_id = $1 and l.campaign_id = $2
     and c.workspace_id = l.workspace_id and c.id = l.campaign_id and c.status = 'RUNNING'`,
)

/** There may be something to do from then on, if the campaign runs. */
export async function hastenLane(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  at: Date,
): Promise<void> {
  await tx.run(hastening, [workspaceId, campaignId, at])
}

const hasteningAll = statement(
  'hasten_campaign_lanes',
  `with lanes as materialized (
     select l.campaign_id from campaign_lane l
     join campaign c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
     where l.workspace_id = $1 and c.status = 'RUNNING' order by l.campaign_id for update of l)
   update campaign_lane l set due_at = least(l.due_at, $2) from lanes
   where l.workspace_id = $1 and l.campaign_id = lanes.campaign_id`,
)

/** The rules of the workspace have changed. */
export async function hastenLanes(tx: Executor, workspaceId: string, at: Date): Promise<void> {
  await tx.run(hasteningAll, [workspaceId, at])
}

/** Channel on which dialers hear that there may be something to do at once. */
export const campaignChannel = 'parley_campaign'

const notifying = statement('notify_dialers', `select pg_notify('${campaignChannel}', '')`)

/** Dialers of all nodes look, on commit. */
export async function notifyDialers(tx: Executor): Promise<void> {
  await tx.run(notifying, [])
}
