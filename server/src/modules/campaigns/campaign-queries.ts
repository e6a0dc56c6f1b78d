import type { Campaign } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type CampaignRow = {
  readonly id: string
  readonly kind: Campaign['kind']
  readonly name: string
  readonly status: Campaign['status']
  readonly pauseReason: Campaign['pauseReason']
  readonly sendType: Campaign['sendType']
  readonly scheduledDate: string | null
  readonly scheduledTimezone: string | null
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
  readonly userId: string | null
  readonly voiceAgentId: string | null
  readonly agentName: string | null
  readonly phoneNumberId: string | null
  readonly phoneNumber: string | null
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly active: number
  /** Null: nobody waits for a call. */
  readonly nextCallAt: string | null
}

const shown = `select c.id, c.kind, c.name, c.status, c.pause_reason as "pauseReason",
    c.send_type as "sendType", iso(c.scheduled_at) as "scheduledDate",
    c.scheduled_zone as "scheduledTimezone", c.time_range as "timeRange",
    c.reserved_concurrency as "reservedConcurrency", c.max_concurrency as "maxConcurrency",
    c.calls_per_second as "callsPerSecond", c.max_attempts as "maxAttempts", c.retries, c.voicemail,
    c.webhook_url as "webhookUrl", c.webhook_auth as "webhookAuth", c.created_by as "userId",
    c.agent_id as "voiceAgentId", a.name as "agentName", c.phone_number_id as "phoneNumberId",
    p.number as "phoneNumber", iso(c.started_at) as "startedAt", iso(c.ended_at) as "completedAt",
    iso(c.created_at) as "createdAt", iso(c.updated_at) as "updatedAt", l.active,
    case when c.status in ('RUNNING', 'SCHEDULED') and l.due_at < 'infinity' then iso(l.due_at) end
      as "nextCallAt"
  from campaign c
  join campaign_lane l on l.workspace_id = c.workspace_id and l.campaign_id = c.id
  left join agent a on a.workspace_id = c.workspace_id and a.id = c.agent_id
  left join phone_number p on p.workspace_id = c.workspace_id and p.id = c.phone_number_id`

/** Whose campaigns: `ownerId` null for those of everybody. */
export type Viewer = { readonly workspaceId: string; readonly ownerId: string | null }

const ofViewer = 'c.workspace_id = $1 and ($2::uuid is null or c.created_by = $2)'

const one = statement('campaign', `${shown} where ${ofViewer} and c.id = $3`)

export async function findCampaign(
  db: Executor,
  { workspaceId, ownerId }: Viewer,
  id: string,
): Promise<CampaignRow | undefined> {
  const [row] = await db.run<CampaignRow>(one, [workspaceId, ownerId, id])
  return row
}

export type CampaignFilter = Viewer & {
  readonly search: string | null
  readonly statuses: readonly string[] | null
  readonly agentId: string | null
  readonly limit: number
  readonly offset: number
}

const matching = `($3::text is null or strpos(lower(c.name), lower($3)) > 0)
  and ($4::text[] is null or c.status = any ($4)) and ($5::uuid is null or c.agent_id = $5)`
const listing = statement(
  'list_campaigns',
  `${shown} where ${ofViewer} and ${matching} order by c.id desc limit $6 offset $7`,
)
const counting = statement(
  'count_campaigns',
  `select count(*) as total, count(*) filter (where ${matching}) as filtered
   from campaign c where ${ofViewer}`,
)

export async function selectCampaigns(
  db: Database,
  { workspaceId, ownerId, search, statuses, agentId, limit, offset }: CampaignFilter,
): Promise<{ total: number; filtered: number; rows: CampaignRow[] }> {
  const values = [workspaceId, ownerId, search, statuses, agentId]
  const [rows, [counts]] = await Promise.all([
    db.runPlanned<CampaignRow>(listing, [...values, limit, offset]),
    db.runPlanned<{ total: number; filtered: number }>(counting, values),
  ])
  return { total: counts?.total ?? 0, filtered: counts?.filtered ?? 0, rows }
}

/** Columns that are set on creation and may change later. */
export type Settings = Pick<
  CampaignRow,
  | 'name'
  | 'scheduledTimezone'
  | 'timeRange'
  | 'reservedConcurrency'
  | 'maxConcurrency'
  | 'callsPerSecond'
  | 'maxAttempts'
  | 'retries'
  | 'voicemail'
  | 'webhookUrl'
  | 'webhookAuth'
>

const settingValues = (row: Settings) => [
  row.name,
  row.scheduledTimezone,
  row.timeRange,
  row.reservedConcurrency,
  row.maxConcurrency,
  row.callsPerSecond,
  row.maxAttempts,
  row.retries,
  row.voicemail,
  row.webhookUrl,
  row.webhookAuth,
]

export type NewCampaignRow = Settings &
  Pick<CampaignRow, 'id' | 'kind' | 'status' | 'sendType'> & {
    readonly scheduledAt: Date | null
    readonly agentId: string | null
    readonly phoneNumberId: string | null
    readonly createdBy: string | null
    readonly at: Date
  }

const insertion = statement(
  'insert_campaign',
  `with made as (
     insert into campaign (workspace_id, id, kind, status, send_type, scheduled_at, agent_id,
       phone_number_id, created_by, created_at, updated_at, name, scheduled_zone, time_range,
       reserved_concurrency, max_concurrency, calls_per_second, max_attempts, retries, voicemail,
       webhook_url, webhook_auth, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, $15, $16, $17, $18,
       $19, $20, $21, case when $4 = 'RUNNING' then $10::timestamptz end)
     on conflict (workspace_id) where kind = 'follow_ups' do nothing
     returning workspace_id, id)
   insert into campaign_lane (workspace_id, campaign_id) select workspace_id, id from made
   returning campaign_id`,
)

/** False: there is one of this kind already, of which there is only one. */
export async function insertCampaign(
  tx: Executor,
  workspaceId: string,
  row: NewCampaignRow,
): Promise<boolean> {
  const made = await tx.run(insertion, [
    workspaceId,
    row.id,
    row.kind,
    row.status,
    row.sendType,
    row.scheduledAt,
    row.agentId,
    row.phoneNumberId,
    row.createdBy,
    row.at,
    ...settingValues(row),
  ])
  return made.length > 0
}

const updating = statement(
  'update_campaign',
  `update campaign set name = $4, scheduled_zone = $5, time_range = $6, reserved_concurrency = $7,
     max_concurrency = $8, calls_per_second = $9, max_attempts = $10, retries = $11, voicemail = $12,
     webhook_url = $13, webhook_auth = $14, updated_at = $3
   where workspace_id = $1 and id = $2`,
)

export async function updateCampaign(
  tx: Executor,
  workspaceId: string,
  { id, at, settings }: { readonly id: string; readonly at: Date; readonly settings: Settings },
): Promise<void> {
  await tx.run(updating, [workspaceId, id, at, ...settingValues(settings)])
}

const statusUpdate = statement(
  'update_campaign_status',
  `update campaign set status = $3, pause_reason = $4, updated_at = $5,
     started_at = coalesce(started_at, case when $3 = 'RUNNING' then $5::timestamptz end),
     ended_at = case when $3 in ('COMPLETED', 'CANCELLED', 'FAILED') then $5::timestamptz end
   where workspace_id = $1 and id = $2`,
)

export async function setStatus(
  tx: Executor,
  { workspaceId, campaignId }: { readonly workspaceId: string; readonly campaignId: string },
  change: {
    readonly status: Campaign['status']
    readonly reason?: Campaign['pauseReason']
    readonly at: Date
  },
): Promise<void> {
  const { status, reason = null, at } = change
  await tx.run(statusUpdate, [workspaceId, campaignId, status, reason, at])
}

const deletion = statement(
  'delete_campaign',
  'delete from campaign where workspace_id = $1 and id = $2',
)

export async function deleteCampaignRow(
  tx: Executor,
  workspaceId: string,
  id: string,
): Promise<void> {
  await tx.run(deletion, [workspaceId, id])
}
