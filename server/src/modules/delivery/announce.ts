import type { EventData, EventName } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import type { Due } from './due-queries.ts'
import type { Notice } from './health-rules.ts'
import type { Lane } from './lane.ts'
import type { AttemptRecord } from './record-queries.ts'

const names = {
  failing: 'webhook.endpoint.failing',
  half: 'webhook.endpoint.failing',
  disabled: 'webhook.endpoint.disabled',
  gone: 'webhook.endpoint.disabled',
  recovered: 'webhook.endpoint.recovered',
} as const satisfies Record<Notice, EventName>

/** Tells the workspace how one of its endpoints is doing. */
export async function announceNotice(
  { newId }: Context,
  tx: Executor,
  { workspaceId, endpointId, endpoint, health }: Lane,
  notice: Notice,
): Promise<void> {
  const isEnd = notice === 'disabled' || notice === 'gone'
  const status = notice === 'recovered' ? 'active' : isEnd ? 'disabled' : 'failing'
  const iso = (date: Date | null) => date?.toISOString() ?? null
  const data: EventData<'webhook.endpoint.failing'> = {
    webhook: {
      id: endpointId,
      url: endpoint?.row.url ?? '',
      description: endpoint?.row.description ?? null,
      status,
      disabled_reason: isEnd ? (notice === 'gone' ? 'gone' : 'failing') : null,
      failures: health.failures,
      failing_since: iso(health.failingSince),
      last_success_at: iso(health.lastSuccessAt),
      last_failure_at: iso(health.lastFailureAt),
      parked_until: isEnd ? null : iso(health.parkedUntil),
    },
  }
  await emit(tx, {
    workspaceId,
    id: newId(),
    name: names[notice],
    subjectType: 'webhook',
    subjectId: endpointId,
    actorUserId: null,
    data,
  })
}

/** Tells of an event that no attempt could deliver; not of such news themselves. */
export async function announceExhausted(
  { newId }: Context,
  tx: Executor,
  { lane, due, record }: { lane: Lane; due: Due; record: AttemptRecord },
): Promise<void> {
  if (due.event.startsWith('webhook.') || due.event.startsWith('message.')) return
  const data: EventData<'message.exhausted'> = {
    message: {
      id: due.messageId,
      event: due.event,
      webhook_id: lane.endpointId,
      delivery_id: due.id,
      attempts: due.attempts + 1,
      last_status: record.status,
      last_error: record.error,
    },
  }
  await emit(tx, {
    workspaceId: lane.workspaceId,
    id: newId(),
    name: 'message.exhausted',
    subjectType: 'message',
    subjectId: due.messageId,
    actorUserId: null,
    data,
  })
}
