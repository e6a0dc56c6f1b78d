import type { Executor } from '../platform/db/database.ts'
import { statement } from '../platform/db/statement.ts'

/** An event as it was sent, and how often it was tried. */
export type DemoDelivery = {
  readonly id: string
  /** Of the event. */
  readonly messageId: string
  readonly subjectId: string
  readonly event: string
  /** RFC 3339. */
  readonly occurredAt: string
  readonly body: string
  readonly state: 'pending' | 'succeeded' | 'failed'
  readonly completedAt: string | null
  readonly attempts: readonly DemoAttempt[]
}

export type DemoAttempt = {
  /** From 1. */
  readonly number: number
  readonly startedAt: string
  readonly durationMs: number
  /** The bound of its class in the figures. */
  readonly withinMs: number
  /** Null for a connection that was open already. */
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
  readonly firstByteMs: number | null
  /** JSON. */
  readonly requestHeaders: string
  readonly status: number | null
  /** JSON. */
  readonly responseHeaders: string | null
  readonly responseBody: string | null
  readonly error: string | null
  readonly errorMessage: string | null
}

const insertDeliveries = statement(
  'demo_webhook_deliveries',
  `with given as (
     select * from json_to_recordset($3::json) as g(id uuid, "messageId" uuid, "subjectId" uuid,
       event text, "occurredAt" timestamptz, body text, state text, "completedAt" timestamptz,
       attempts json)
   ), messages as (
     insert into webhook_message (workspace_id, id, event, subject_type, subject_id, occurred_at, body)
     select $1::uuid, "messageId", event, split_part(event, '.', 1), "subjectId", "occurredAt",
       convert_to(body, 'UTF8') from given
   ), tried as (
     select g.id, a.* from given g, json_to_recordset(g.attempts) as a(number int,
       "startedAt" timestamptz, "durationMs" real, "withinMs" int, "dnsMs" real, "connectMs" real,
       "tlsMs" real, "firstByteMs" real, "requestHeaders" text, status int, "responseHeaders" text,
       "responseBody" text, error text, "errorMessage" text)
   ), deliveries as (
     insert into webhook_delivery (workspace_id, endpoint_id, id, message_id, event, subject_id,
       trigger, state, attempts, scheduled_from, next_attempt_at, last_status, last_error, created_at,
       completed_at)
     select $1, $2::uuid, g.id, "messageId", event, "subjectId", 'event', state,
       json_array_length(attempts), "occurredAt", case when state = 'pending' then "occurredAt" end,
       l.status, l.error, "occurredAt", "completedAt"
     from given g left join lateral
       (select status, error from tried t where t.id = g.id order by number desc limit 1) l on true
     returning id
   ), attempts as (
     insert into webhook_attempt (workspace_id, endpoint_id, delivery_id, number, trigger, started_at,
       duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, request_headers, response_status,
       response_headers, response_body, error, error_message)
     select $1, $2, t.id, number, 'schedule', "startedAt", "durationMs", "dnsMs", "connectMs", "tlsMs",
       "firstByteMs", "requestHeaders", status, "responseHeaders",
       convert_to("responseBody", 'UTF8'), error, "errorMessage"
     from tried t join deliveries d on d.id = t.id
   ), hours as (
     insert into webhook_hour (workspace_id, endpoint_id, hour, succeeded, within_ms, attempts)
     select $1, $2, date_trunc('hour', "startedAt"), error is null, "withinMs", count(*)
     from tried group by 3, 4, 5
   )
   update webhook_lane set
     last_success_at = (select max("startedAt") from tried where error is null),
     last_failure_at = (select max("startedAt") from tried where error is not null)
   where workspace_id = $1 and endpoint_id = $2`,
)

/** What a webhook sent before, with its figures. */
export async function insertDemoDeliveries(
  tx: Executor,
  endpoint: { readonly workspaceId: string; readonly endpointId: string },
  deliveries: readonly DemoDelivery[],
): Promise<void> {
  const { workspaceId, endpointId } = endpoint
  await tx.run(insertDeliveries, [workspaceId, endpointId, JSON.stringify(deliveries)])
}
