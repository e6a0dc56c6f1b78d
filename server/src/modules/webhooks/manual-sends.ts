import { findEventType, type Replay, type SentDelivery } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import {
  type ManualAttempt,
  queueReplay,
  recoverDeliveries,
  retryDelivery,
  sendTest,
} from '../delivery/index.ts'
import { deliveryNotFound, toAttempt } from './deliveries.ts'
import { getWebhook, notFound } from './webhooks.ts'

/** Sends an example, or the data given, at once: even to a webhook that is off. */
export async function testWebhook(
  context: Context,
  principal: Principal,
  wish: {
    readonly id: string
    readonly event: string
    readonly data: Readonly<Record<string, unknown>> | undefined
  },
): Promise<SentDelivery> {
  const { id, event } = wish
  await getWebhook(context, principal, id)
  const data = wish.data ?? findEventType(event)?.example
  const { workspaceId } = principal
  const sent = await sendTest(context, { workspaceId, endpointId: id, event, data })
  if (!sent) throw notFound(id)
  return toSent(sent)
}

export async function retryNow(
  context: Context,
  principal: Principal,
  { webhookId, id }: { readonly webhookId: string; readonly id: string },
): Promise<SentDelivery> {
  await getWebhook(context, principal, webhookId)
  const { workspaceId } = principal
  const wish = { workspaceId, endpointId: webhookId, deliveryId: id }
  const sent = await retryDelivery(context, wish)
  if (!sent) throw deliveryNotFound(id)
  return toSent(sent)
}

/** Answers how many deliveries will be sent again. */
export async function recoverWebhook(
  context: Context,
  principal: Principal,
  { id, since }: { readonly id: string; readonly since: string },
): Promise<number> {
  await requireActive(context, principal, id)
  const { workspaceId } = principal
  return recoverDeliveries(context, { workspaceId, endpointId: id, since: new Date(since) })
}

export async function replayEvents(
  context: Context,
  principal: Principal,
  { id, wish }: { readonly id: string; readonly wish: Replay },
): Promise<void> {
  await requireActive(context, principal, id)
  const { since, until, events } = wish
  await queueReplay(context, {
    workspaceId: principal.workspaceId,
    endpointId: id,
    since: new Date(since),
    ...(until !== undefined && { until: new Date(until) }),
    ...(events && { events }),
  })
}

async function requireActive(context: Context, principal: Principal, id: string): Promise<void> {
  const webhook = await getWebhook(context, principal, id)
  if (webhook.is_active) return
  throw new AppError('CONFLICT', 'The webhook is off: nothing is sent before it is switched on.')
}

function toSent({ deliveryId, messageId, succeeded, attempt }: ManualAttempt): SentDelivery {
  const { status, responseBody, isCut, ...rest } = attempt
  return {
    delivery_id: deliveryId,
    message_id: messageId,
    succeeded,
    attempt: toAttempt({
      ...rest,
      responseStatus: status,
      responseBody: responseBody === null ? null : Buffer.from(responseBody, 'base64'),
      responseCut: isCut,
    }),
  }
}
