import type { WebhookStatus } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** An endpoint as it is managed, with how it fared. */
export type WebhookRow = {
  readonly id: string
  readonly url: string
  readonly description: string | null
  readonly events: string[]
  /** JSON. */
  readonly filters: string
  readonly is_active: boolean
  readonly retry_schedule: number[]
  readonly max_age: number
  /** Encrypted JSON. */
  readonly headers: string | null
  readonly rate_limit: number | null
  readonly max_concurrency: number
  readonly fifo: boolean
  readonly payload_version: string
  readonly previous_secret_until: string | null
  readonly status: WebhookStatus
  readonly disabled_reason: 'failing' | 'gone' | null
  readonly disabled_at: string | null
  readonly paused_at: string | null
  readonly failures: number
  readonly failing_since: string | null
  readonly last_success_at: string | null
  readonly last_failure_at: string | null
  readonly parked_until: string | null
  readonly created_by: string | null
  readonly created_at: string
  readonly updated_at: string
}

/** `$1` is the workspace and `$2` the present moment. */
const columns = `e.id, e.url, e.description, e.events, e.filters, e.is_active, e.retry_schedule,
  e.max_age, e.headers, e.rate_limit, e.max_concurrency, e.fifo, e.payload_version,
  case when e.previous_secret_until > $2 then iso(e.previous_secret_until) end
    as previous_secret_until,
  case when not e.is_active then case when e.disabled_reason is null then 'off' else 'disabled' end
    when e.paused_at is not null then 'paused' when l.failures > 0 then 'failing' else 'active' end
    as status,
  e.disabled_reason, iso(e.disabled_at) as disabled_at, iso(e.paused_at) as paused_at, l.failures,
  iso(l.failing_since) as failing_since, iso(l.last_success_at) as last_success_at,
  iso(l.last_failure_at) as last_failure_at,
  case when l.parked_until > $2 then iso(l.parked_until) end as parked_until,
  e.created_by, iso(e.created_at) as created_at, iso(e.updated_at) as updated_at`

const tables = `webhook_endpoint e
  join webhook_lane l on l.workspace_id = e.workspace_id and l.endpoint_id = e.id`

/** Those that voice agents bring along are managed with the agents. */
const ofWorkspace = `e.workspace_id = $1 and e.kind = 'workspace'`

const findOne = statement(
  'find_webhook',
  `select ${columns} from ${tables} where ${ofWorkspace} and e.id = $3`,
)

export async function findWebhook(
  db: Runner,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<WebhookRow | undefined> {
  const [row] = await db.run<WebhookRow>(findOne, [workspaceId, now, id])
  return row
}

const lockOne = statement(
  'lock_webhook',
  `select e.id from webhook_endpoint e where ${ofWorkspace} and e.id = $2 for update`,
)

/** Holds the webhook until the end of the transaction; false when there is none. */
export async function lockWebhook(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(lockOne, [workspaceId, id])).length > 0
}

const matching = `${ofWorkspace} and ($3::boolean is null or e.is_active = $3)`
const listPage = statement(
  'list_webhooks',
  `select ${columns} from ${tables}
   where ${matching} and ($4::uuid is null or e.id < $4) order by e.id desc limit $5 offset $6`,
)
const countAll = statement(
  'count_webhooks',
  `select count(*) as count from webhook_endpoint e
   where e.workspace_id = $1 and e.kind = 'workspace' and ($2::boolean is null or e.is_active = $2)`,
)

export function selectWebhooks(
  db: Runner,
  filter: { readonly workspaceId: string; readonly now: Date; readonly isActive: boolean | null },
  page: { readonly before: string | null; readonly limit: number; readonly offset: number },
): Promise<WebhookRow[]> {
  const { workspaceId, now, isActive } = filter
  const { before, limit, offset } = page
  return db.run(listPage, [workspaceId, now, isActive, before, limit, offset])
}

export async function countWebhooks(
  db: Runner,
  workspaceId: string,
  isActive: boolean | null,
): Promise<number> {
  const [row] = await db.run<{ count: number }>(countAll, [workspaceId, isActive])
  return row?.count ?? 0
}

/** What a person sets. `filters` is JSON, `headers` encrypted. */
export type WebhookSettings = Pick<
  WebhookRow,
  | 'url'
  | 'description'
  | 'events'
  | 'filters'
  | 'is_active'
  | 'retry_schedule'
  | 'max_age'
  | 'headers'
  | 'rate_limit'
  | 'max_concurrency'
  | 'fifo'
  | 'payload_version'
>

function settingValues(settings: WebhookSettings): unknown[] {
  return [
    settings.url,
    settings.description,
    settings.events,
    settings.filters,
    settings.is_active,
    settings.retry_schedule,
    settings.max_age,
    settings.headers,
    settings.rate_limit,
    settings.max_concurrency,
    settings.fifo,
    settings.payload_version,
  ]
}

const insertOne = statement(
  'insert_webhook',
  `insert into webhook_endpoint (workspace_id, id, secret, created_by, created_at, updated_at, url,
     description, events, filters, is_active, retry_schedule, max_age, headers, rate_limit,
     max_concurrency, fifo, payload_version)
   values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
)
const insertLane = statement(
  'insert_webhook_lane',
  'insert into webhook_lane (workspace_id, endpoint_id) values ($1, $2)',
)

/** `secret` is encrypted. */
export async function insertWebhook(
  tx: Runner,
  webhook: {
    readonly workspaceId: string
    readonly id: string
    readonly secret: string
    readonly createdBy: string
    readonly now: Date
    readonly settings: WebhookSettings
  },
): Promise<void> {
  const { workspaceId, id, secret, createdBy, now, settings } = webhook
  await tx.run(insertOne, [workspaceId, id, secret, createdBy, now, ...settingValues(settings)])
  await tx.run(insertLane, [workspaceId, id])
}

const updateOne = statement(
  'update_webhook',
  `update webhook_endpoint set updated_at = $3, url = $4, description = $5, events = $6, filters = $7,
     is_active = $8, retry_schedule = $9, max_age = $10, headers = $11, rate_limit = $12,
     max_concurrency = $13, fifo = $14, payload_version = $15
   where workspace_id = $1 and id = $2`,
)

export async function updateWebhook(
  tx: Runner,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  settings: WebhookSettings,
): Promise<void> {
  await tx.run(updateOne, [workspaceId, id, now, ...settingValues(settings)])
}

const forgetReason = statement(
  'forget_webhook_disabling',
  `update webhook_endpoint set disabled_reason = null, disabled_at = null
   where workspace_id = $1 and id = $2`,
)
const resetLane = statement(
  'reset_webhook_health',
  `update webhook_lane set failures = 0, failing_since = null, failing_spells = 0,
     last_spell_at = null, warned = 0, parked_until = null, parked_times = 0
   where workspace_id = $1 and endpoint_id = $2`,
)

/** As if it had never failed. */
export async function forgetFailures(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(forgetReason, [workspaceId, id])
  await tx.run(resetLane, [workspaceId, id])
}

/** Of what was switched off by the system, somebody has now decided it themselves. */
export async function forgetDisabling(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(forgetReason, [workspaceId, id])
}

const setPaused = statement(
  'pause_webhook',
  `update webhook_endpoint set paused_at = $3, updated_at = $4
   where workspace_id = $1 and id = $2 and (paused_at is null) <> ($3::timestamptz is null)`,
)

/** Null: goes on. Pausing again keeps the moment of the first time. */
export async function updatePaused(
  tx: Runner,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  pausedAt: Date | null,
): Promise<void> {
  await tx.run(setPaused, [workspaceId, id, pausedAt, now])
}

const replaceSecret = statement(
  'replace_webhook_secret',
  `update webhook_endpoint set
     previous_secret = case when $4::timestamptz is not null then secret end,
     previous_secret_until = $4, secret = $3, updated_at = $5
   where workspace_id = $1 and id = $2`,
)

/** `secret` is encrypted; the one before signs too until `overlapUntil`, null for not at all. */
export async function updateSecret(
  tx: Runner,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  { secret, overlapUntil }: { secret: string; overlapUntil: Date | null },
): Promise<void> {
  await tx.run(replaceSecret, [workspaceId, id, secret, overlapUntil, now])
}

const deleteSome = statement(
  'delete_webhook_deliveries',
  `delete from webhook_delivery where workspace_id = $1 and endpoint_id = $2 and id = any (array(
     select id from webhook_delivery where workspace_id = $1 and endpoint_id = $2 limit $3))
   returning 1`,
)

/** Deletes at most `limit` deliveries with their attempts, and answers how many. */
export async function deleteDeliveries(
  db: Runner,
  { workspaceId, id }: { workspaceId: string; id: string },
  limit: number,
): Promise<number> {
  return (await db.run(deleteSome, [workspaceId, id, limit])).length
}

const deleteOne = statement(
  'delete_webhook',
  'delete from webhook_endpoint where workspace_id = $1 and id = $2',
)

export async function deleteWebhook(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteOne, [workspaceId, id])
}
