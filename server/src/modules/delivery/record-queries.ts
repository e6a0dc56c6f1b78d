import type { Executor, Run } from '../../platform/db/database.ts'
import { preferIndexesSql } from '../../platform/db/session.ts'
import { statement } from '../../platform/db/statement.ts'

/** One attempt as it is kept. */
export type AttemptRecord = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly deliveryId: string
  readonly trigger: 'schedule' | 'manual' | 'test'
  /** RFC 3339. */
  readonly startedAt: string
  readonly durationMs: number
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
  readonly firstByteMs: number | null
  /** JSON. */
  readonly requestHeaders: string
  readonly status: number | null
  /** JSON. */
  readonly responseHeaders: string | null
  /** Base64. */
  readonly responseBody: string | null
  readonly isCut: boolean
  readonly error: string | null
  readonly errorMessage: string | null
  /** What becomes of the delivery; null leaves it as it is. */
  readonly state: 'pending' | 'succeeded' | 'failed' | null
  /** Until the next attempt, when it stays pending. */
  readonly waitMs: number | null
}

// A success counts whenever it comes; a failure only while the delivery is under way.
const recordStatement = statement(
  'record_webhook_attempts',
  `with given as (
     select *, case when "status" between 200 and 299 then true else false end as ok
     from json_to_recordset($1::json) as g("workspaceId" uuid, "endpointId" uuid,
       "deliveryId" uuid, trigger text, "startedAt" timestamptz, "durationMs" real, "dnsMs" real,
       "connectMs" real, "tlsMs" real, "firstByteMs" real, "requestHeaders" text, status int,
       "responseHeaders" text, "responseBody" text, "isCut" bool, error text, "errorMessage" text,
       state text, "waitMs" float8)
   ), updated as (
     update webhook_delivery d set attempts = d.attempts + 1,
       attempts_aside = d.attempts_aside + case when g.trigger = 'schedule' then 0 else 1 end,
       state = case when g.state is null or (d.state <> 'pending' and g.state <> 'succeeded')
         then d.state else g.state end,
       next_attempt_at = case
         when g.state is null or (d.state <> 'pending' and g.state <> 'succeeded')
           then d.next_attempt_at
         when g.state = 'pending' then now() + g."waitMs" * interval '1 millisecond' end,
       completed_at = case
         when g.state is null or g.state = 'pending' or (d.state <> 'pending' and g.state <> 'succeeded')
           then d.completed_at else now() end,
       last_status = g.status, last_error = g.error
     from given g
     where d.workspace_id = g."workspaceId" and d.endpoint_id = g."endpointId"
       and d.id = g."deliveryId"
     returning d.workspace_id, d.endpoint_id, d.id, d.attempts
   ), kept as (
     insert into webhook_attempt (workspace_id, endpoint_id, delivery_id, number, trigger,
       started_at, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, request_headers,
       response_status, response_headers, response_body, response_cut, error, error_message)
     select u.workspace_id, u.endpoint_id, u.id, u.attempts, g.trigger, g."startedAt",
       g."durationMs", g."dnsMs", g."connectMs", g."tlsMs", g."firstByteMs", g."requestHeaders",
       g.status, g."responseHeaders", decode(g."responseBody", 'base64'), g."isCut", g.error,
       g."errorMessage"
     from updated u join given g on g."workspaceId" = u.workspace_id
       and g."endpointId" = u.endpoint_id and g."deliveryId" = u.id
   ), counted as (
     insert into webhook_hour (workspace_id, endpoint_id, hour, succeeded, within_ms, attempts)
     select u.workspace_id, u.endpoint_id, date_trunc('hour', g."startedAt"), g.ok,
       (select min(b) from unnest($2::int[]) b where b >= g."durationMs"), count(*)
     from updated u join given g on g."workspaceId" = u.workspace_id
       and g."endpointId" = u.endpoint_id and g."deliveryId" = u.id
     where g.trigger <> 'test'
     group by 1, 2, 3, 4, 5
     order by 1, 2, 3, 4, 5
     on conflict (workspace_id, endpoint_id, hour, succeeded, within_ms)
       do update set attempts = webhook_hour.attempts + excluded.attempts
   )
   select endpoint_id as "endpointId", id as "deliveryId", attempts as number from updated`,
)

/** Bounds in ms that attempts are counted by; the last stands for all that took longer. */
export const durationBoundsMs = [
  5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500,
  10_000, 15_000, 2_147_483_647,
] as const

export type Recorded = {
  readonly endpointId: string
  readonly deliveryId: string
  /** The attempt's number, from 1. */
  readonly number: number
}

/** Keeps attempts and what becomes of their deliveries; those of deleted endpoints are dropped. */
export function recordAttempts(run: Run, attempts: readonly AttemptRecord[]): Promise<Recorded[]> {
  return run<Recorded>(recordStatement, [JSON.stringify(attempts), durationBoundsMs])
}

const preferStatement = statement('prefer_indexes_for_deliveries', preferIndexesSql)

/** For the rest of the transaction; why: `indexedOptions` in platform/db/session.ts. */
export async function preferIndexes(tx: Executor): Promise<void> {
  await tx.run(preferStatement, [])
}

const nextStatement = statement(
  'free_next_delivery',
  `update webhook_delivery set next_attempt_at = now()
   where workspace_id = $1 and endpoint_id = $2 and id = (
     select id from webhook_delivery
     where workspace_id = $1 and endpoint_id = $2 and subject_id = $3 and state = 'pending'
       and sequence is not null
     order by sequence limit 1
   ) and next_attempt_at = 'infinity'`,
)

/** The event that waited behind one that is through is due. The lane must be locked. */
export async function freeNext(
  tx: Executor,
  {
    workspaceId,
    endpointId,
    subjectId,
  }: { workspaceId: string; endpointId: string; subjectId: string },
): Promise<void> {
  await tx.run(nextStatement, [workspaceId, endpointId, subjectId])
}

const hastenStatement = statement(
  'hasten_webhook_deliveries',
  `update webhook_delivery set next_attempt_at = now()
   where workspace_id = $1 and endpoint_id = $2 and state = 'pending'
     and next_attempt_at > now() and next_attempt_at < 'infinity'
     and attempts > 0`,
)

/** The receiver is back: what waits for its next attempt need not wait any longer. */
export async function hastenDeliveries(
  tx: Executor,
  { workspaceId, endpointId }: { readonly workspaceId: string; readonly endpointId: string },
): Promise<void> {
  await tx.run(hastenStatement, [workspaceId, endpointId])
}
