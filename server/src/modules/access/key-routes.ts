import { apiKeyEndpoints, apiRequestEndpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import {
  addApiKey,
  changeApiKey,
  getApiKey,
  listApiKeys,
  removeApiKey,
  revokeApiKey,
  rotateApiKey,
} from './api-keys.ts'
import { getApiKeyUsage, listApiRequests } from './usage.ts'

export function apiKeyRoutes(http: FastifyInstance, context: Context): void {
  serve(http, apiKeyEndpoints.list, async ({ query, principal }) => {
    const { keys, total } = await listApiKeys(context, principal, query)
    const { limit, offset } = query
    const pagination = {
      limit,
      offset,
      total,
      hasMore: offset + limit < total,
      page: Math.floor(offset / limit) + 1,
      totalPages: Math.ceil(total / limit),
      nextCursor: null,
    }
    return { data: keys, error: null, count: total, pagination }
  })
  serve(http, apiKeyEndpoints.create, async ({ body, principal }) =>
    answer(await addApiKey(context, principal, body)),
  )
  serve(http, apiKeyEndpoints.get, async ({ params, principal }) =>
    answer(await getApiKey(context, principal, params.id)),
  )
  serve(http, apiKeyEndpoints.update, async ({ params: { id }, body, principal }) =>
    answer(await changeApiKey(context, principal, { id, body })),
  )
  serve(http, apiKeyEndpoints.remove, async ({ params: { id }, principal }) => {
    await removeApiKey(context, principal, id)
    return answer({ id, deleted: true as const })
  })
  serve(http, apiKeyEndpoints.rotate, async ({ params: { id }, body, principal }) =>
    answer(await rotateApiKey(context, principal, { id, overlapHours: body.overlap_hours })),
  )
  serve(http, apiKeyEndpoints.revoke, async ({ params, principal }) =>
    answer(await revokeApiKey(context, principal, params.id)),
  )
  serve(http, apiKeyEndpoints.createAsSixty, async ({ body, principal }) => {
    const made = await addApiKey(context, principal, { ...body, tier: 'standard' })
    const { id, api_key, key_preview, name, permissions } = made
    const { rate_limit, expires_at, created_at, message } = made
    const key = { id, api_key, key_preview, name, permissions }
    const data = { ...key, rate_limit, expires_at, created_at, message }
    return { ...data, data, error: null }
  })
}

export function apiRequestRoutes(http: FastifyInstance, context: Context): void {
  serve(http, apiKeyEndpoints.usage, async ({ params, query, principal }) =>
    answer(
      await getApiKeyUsage(context, principal, { id: params.id, from: query.from, to: query.to }),
    ),
  )
  serve(http, apiRequestEndpoints.list, async ({ query, principal }) => {
    const { requests, nextCursor } = await listApiRequests(context, principal, query)
    const pagination = {
      limit: query.limit,
      offset: 0,
      total: null,
      hasMore: nextCursor !== null,
      page: 1,
      totalPages: null,
      nextCursor,
    }
    return { data: requests, error: null, count: null, pagination }
  })
}

function answer<T>(data: T): { data: T; error: null } {
  return { data, error: null }
}
