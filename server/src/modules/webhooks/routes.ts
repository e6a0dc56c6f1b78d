import { webhookEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import {
  changeWebhook,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  rotateSecret,
} from './change-webhook.ts'
import { getDelivery, getStats, listDeliveries } from './deliveries.ts'
import { listEventTypes } from './event-types.ts'
import { recoverWebhook, replayEvents, retryNow, testWebhook } from './manual-sends.ts'
import { createWebhook, getWebhook, listWebhooks } from './webhooks.ts'

export function webhookRoutes(http: FastifyInstance, context: Context): void {
  readRoutes(http, context)
  changeRoutes(http, context)
  deliveryRoutes(http, context)
  sendRoutes(http, context)
}

function readRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.eventTypes, async () => answer([...listEventTypes()]))
  serve(http, endpoints.list, async ({ principal, query }) => {
    const { webhooks, total, offset, nextCursor } = await listWebhooks(context, principal, query)
    const { limit } = query
    const pagination = {
      limit,
      offset,
      total,
      hasMore: nextCursor !== null,
      page: Math.floor(offset / limit) + 1,
      totalPages: Math.ceil(total / limit),
      nextCursor,
    }
    return { data: webhooks, error: null, count: total, pagination }
  })
  serve(http, endpoints.get, async ({ principal, params }) =>
    answer(await getWebhook(context, principal, params.id)),
  )
}

function changeRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.create, async ({ principal, body }) =>
    answer(await createWebhook(context, principal, body)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    answer(await changeWebhook(context, principal, { id: params.id, changes: body })),
  )
  serve(http, endpoints.delete, async ({ principal, params: { id } }) => {
    await removeWebhook(context, principal, id)
    return answer({ id, deleted: true as const })
  })
  serve(http, endpoints.rotateSecret, async ({ principal, params: { id }, body }) => {
    const { secret, overlap_hours: overlapHours } = body
    return answer(await rotateSecret(context, principal, { id, secret, overlapHours }))
  })
  serve(http, endpoints.pause, async ({ principal, params }) =>
    answer(await pauseWebhook(context, principal, params.id)),
  )
  serve(http, endpoints.resume, async ({ principal, params }) =>
    answer(await resumeWebhook(context, principal, params.id)),
  )
}

function deliveryRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.deliveries, async ({ principal, params: { id }, query }) => {
    const { deliveries, nextCursor } = await listDeliveries(context, principal, { id, query })
    const pagination = {
      limit: query.limit,
      offset: 0,
      total: null,
      hasMore: nextCursor !== null,
      page: 1,
      totalPages: null,
      nextCursor,
    }
    return { data: deliveries, error: null, count: null, pagination }
  })
  serve(
    http,
    endpoints.delivery,
    async ({ principal, params: { id: webhookId, deliveryId: id } }) =>
      answer(await getDelivery(context, principal, { webhookId, id })),
  )
  serve(http, endpoints.stats, async ({ principal, params: { id }, query: { range } }) =>
    answer(await getStats(context, principal, { id, range })),
  )
}

function sendRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.test, async ({ principal, params: { id }, body: { event, data } }) =>
    answer(await testWebhook(context, principal, { id, event, data })),
  )
  serve(http, endpoints.retry, async ({ principal, params: { id: webhookId, deliveryId: id } }) =>
    answer(await retryNow(context, principal, { webhookId, id })),
  )
  serve(http, endpoints.recover, async ({ principal, params: { id }, body: { since } }) =>
    answer({ queued: await recoverWebhook(context, principal, { id, since }) }),
  )
  serve(http, endpoints.replay, async ({ principal, params: { id }, body: wish }) => {
    await replayEvents(context, principal, { id, wish })
    return answer({ queued: true as const })
  })
}

function answer<T>(data: T): { data: T; error: null } {
  return { data, error: null }
}
