import type {
  ListWebhookDeliveries,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookStats,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { likePatterns } from '../../platform/events/event-filter.ts'
import {
  type AttemptRow,
  findDelivery,
  selectAttempts,
  selectDeliveries,
  selectHours,
} from './delivery-queries.ts'
import { measure, seriesStart } from './stats-rules.ts'
import { getWebhook } from './webhooks.ts'

export function deliveryNotFound(id: string): AppError {
  return new AppError('WEBHOOK_DELIVERY_NOT_FOUND', `The webhook has no delivery ${id}.`)
}

export async function listDeliveries(
  context: Context,
  principal: Principal,
  { id, query }: { readonly id: string; readonly query: ListWebhookDeliveries },
): Promise<{ deliveries: WebhookDelivery[]; nextCursor: string | null }> {
  await getWebhook(context, principal, id)
  const { limit, cursor, status, event, trigger, subject_id, since, until } = query
  const filter = {
    workspaceId: principal.workspaceId,
    webhookId: id,
    before: cursor ?? null,
    status: status ?? null,
    names: event ? likePatterns(event) : null,
    trigger: trigger ?? null,
    subjectId: subject_id ?? null,
    since: since ?? null,
    until: until ?? null,
  }
  const found = await selectDeliveries(context.db, filter, limit + 1)
  const deliveries = found.slice(0, limit)
  const nextCursor = found.length > limit ? (deliveries.at(-1)?.id ?? null) : null
  return { deliveries, nextCursor }
}

export async function getDelivery(
  context: Context,
  principal: Principal,
  { webhookId, id }: { readonly webhookId: string; readonly id: string },
): Promise<WebhookDeliveryDetail> {
  await getWebhook(context, principal, webhookId)
  const key = { workspaceId: principal.workspaceId, webhookId, id }
  const found = await findDelivery(context.db, key)
  if (!found) throw deliveryNotFound(id)
  const { body: bytes, ...delivery } = found
  const body = bytes?.toString('utf8') ?? null
  const attempts = await selectAttempts(context.db, key)
  return { ...delivery, body, payload: parsed(body), log: attempts.map(toAttempt) }
}

function parsed(body: string | null): unknown {
  return body === null ? null : JSON.parse(body)
}

/** As integrators read it. */
export function toAttempt(row: AttemptRow): WebhookAttempt {
  return {
    number: row.number,
    trigger: row.trigger,
    succeeded: row.error === null,
    started_at: row.startedAt,
    duration_ms: rounded(row.durationMs),
    timing: {
      dns_ms: roundedOrNull(row.dnsMs),
      connect_ms: roundedOrNull(row.connectMs),
      tls_ms: roundedOrNull(row.tlsMs),
      first_byte_ms: roundedOrNull(row.firstByteMs),
    },
    request: { headers: headersOf(row.requestHeaders) },
    response:
      row.responseStatus === null
        ? null
        : {
            status: row.responseStatus,
            headers: headersOf(row.responseHeaders),
            body: row.responseBody?.toString('utf8') ?? '',
            cut: row.responseCut,
          },
    error: row.error,
    message: row.errorMessage,
  }
}

/** Microseconds are as much as a clock can tell. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}

function roundedOrNull(ms: number | null): number | null {
  return ms === null ? null : rounded(ms)
}

function headersOf(json: string | null): Record<string, string> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>)
}

export async function getStats(
  context: Context,
  principal: Principal,
  { id, range }: { readonly id: string; readonly range: WebhookStats['range'] },
): Promise<WebhookStats> {
  await getWebhook(context, principal, id)
  const now = context.now()
  const key = { workspaceId: principal.workspaceId, webhookId: id }
  const hours = await selectHours(context.db, key, seriesStart(range, now))
  return measure(range, hours, now)
}
