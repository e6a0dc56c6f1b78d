import { savedViewEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { changeView, createView, deleteView, listViews } from './saved-views.ts'

const inEnvelope = <T>(data: T) => ({ data, error: null })

export function savedViewRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, async ({ principal, query }) => {
    const { views, total } = await listViews(context, principal, query)
    const { limit, offset } = query
    const pagination = {
      limit,
      offset,
      total,
      hasMore: offset + views.length < total,
      page: Math.floor(offset / limit) + 1,
      totalPages: Math.ceil(total / limit),
      nextCursor: null,
    }
    return { data: views, error: null, count: total, pagination }
  })
  serve(http, endpoints.create, async ({ principal, body }) =>
    inEnvelope(await createView(context, principal, body)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    inEnvelope(await changeView(context, principal, { id: params.id, changes: body })),
  )
  serve(http, endpoints.delete, async ({ principal, params }) =>
    inEnvelope(await deleteView(context, principal, params.id)),
  )
}
