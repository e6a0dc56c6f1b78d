import type { WebhookDelivery } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** `iso` of infinity, which is for what waits on another delivery, is null. */
const columns = `d.id, d.endpoint_id as webhook_id, d.message_id, d.event, d.subject_id, d.trigger,
  d.state as status, d.attempts, iso(d.next_attempt_at) as next_attempt_at, d.sequence,
  d.last_status, d.last_error, iso(d.created_at) as created_at, iso(d.completed_at) as completed_at`

/** Nulls do not filter; `names` are patterns of LIKE. */
export type DeliveryFilter = {
  readonly workspaceId: string
  readonly webhookId: string
  readonly before: string | null
  readonly status: string | null
  readonly names: readonly string[] | null
  readonly trigger: string | null
  readonly subjectId: string | null
  readonly since: string | null
  readonly until: string | null
}

const listStatement = statement(
  'list_webhook_deliveries',
  `select ${columns} from webhook_delivery d
   where d.workspace_id = $1 and d.endpoint_id = $2 and ($3::uuid is null or d.id < $3)
     and ($4::text is null or d.state = $4) and ($5::text[] is null or d.event like any ($5))
     and ($6::text is null or d.trigger = $6) and ($7::uuid is null or d.subject_id = $7)
     and ($8::timestamptz is null or d.created_at >= $8)
     and ($9::timestamptz is null or d.created_at < $9)
   order by d.id desc limit $10`,
)

export function selectDeliveries(
  db: Pick<Executor, 'run'>,
  filter: DeliveryFilter,
  limit: number,
): Promise<WebhookDelivery[]> {
  return db.run<WebhookDelivery>(listStatement, [
    filter.workspaceId,
    filter.webhookId,
    filter.before,
    filter.status,
    filter.names,
    filter.trigger,
    filter.subjectId,
    filter.since,
    filter.until,
    limit,
  ])
}

export type DeliveryRow = WebhookDelivery & {
  /** Null once it was deleted. */
  readonly body: Buffer | null
}

const findStatement = statement(
  'find_webhook_delivery',
  `select ${columns}, coalesce(d.body, m.body) as body from webhook_delivery d
   left join webhook_message m on m.workspace_id = d.workspace_id and m.id = d.message_id
   where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = $3`,
)

export async function findDelivery(
  db: Pick<Executor, 'run'>,
  key: { readonly workspaceId: string; readonly webhookId: string; readonly id: string },
): Promise<DeliveryRow | undefined> {
  const { workspaceId, webhookId, id } = key
  const [row] = await db.run<DeliveryRow>(findStatement, [workspaceId, webhookId, id])
  return row
}

/** As in the table; headers are JSON. */
export type AttemptRow = {
  readonly number: number
  readonly trigger: 'schedule' | 'manual' | 'test'
  readonly startedAt: string
  readonly durationMs: number
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
  readonly firstByteMs: number | null
  readonly requestHeaders: string
  readonly responseStatus: number | null
  readonly responseHeaders: string | null
  readonly responseBody: Buffer | null
  readonly responseCut: boolean
  readonly error: string | null
  readonly errorMessage: string | null
}

const attemptsStatement = statement(
  'list_webhook_attempts',
  `select number, trigger, iso(started_at) as "startedAt", duration_ms as "durationMs",
     dns_ms as "dnsMs", connect_ms as "connectMs", tls_ms as "tlsMs",
     first_byte_ms as "firstByteMs", request_headers as "requestHeaders",
     response_status as "responseStatus", response_headers as "responseHeaders",
     response_body as "responseBody", response_cut as "responseCut", error,
     error_message as "errorMessage"
   from webhook_attempt where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3
   order by number`,
)

export function selectAttempts(
  db: Pick<Executor, 'run'>,
  key: { readonly workspaceId: string; readonly webhookId: string; readonly id: string },
): Promise<AttemptRow[]> {
  const { workspaceId, webhookId, id } = key
  return db.run<AttemptRow>(attemptsStatement, [workspaceId, webhookId, id])
}

export type HourRow = {
  readonly hour: string
  readonly succeeded: boolean
  readonly withinMs: number
  readonly attempts: number
}

const hoursStatement = statement(
  'list_webhook_hours',
  `select iso(hour) as hour, succeeded, within_ms as "withinMs", attempts from webhook_hour
   where workspace_id = $1 and endpoint_id = $2 and hour >= $3 order by hour`,
)

export function selectHours(
  db: Pick<Executor, 'run'>,
  key: { readonly workspaceId: string; readonly webhookId: string },
  since: Date,
): Promise<HourRow[]> {
  return db.run<HourRow>(hoursStatement, [key.workspaceId, key.webhookId, since])
}
