import { dealStageEndpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { mountRecords } from '../records/index.ts'
import { createStage, deleteStage, listStages, updateStage } from './change-stages.ts'
import { declarations } from './declarations.ts'
import { listTimeline } from './timeline.ts'

export function crmRoutes(http: FastifyInstance, context: Context): void {
  for (const declaration of declarations) {
    mountRecords(http, context, declaration)
    const { timeline } = declaration.resource.endpoints
    if (!timeline) continue
    serve(http, timeline, ({ principal, params, query }) => {
      const page = query as { limit: number; offset: number }
      return listTimeline({ context, principal }, declaration, params.id, page)
    })
  }
  stageRoutes(http, context)
}

function stageRoutes(http: FastifyInstance, context: Context): void {
  const { listDealStages, createDealStage, updateDealStage, deleteDealStage } = dealStageEndpoints
  serve(http, listDealStages, async ({ principal }) => ({
    data: await listStages({ context, principal }),
    error: null,
  }))
  serve(http, createDealStage, async ({ principal, body }) => ({
    data: await createStage({ context, principal }, body),
    error: null,
  }))
  serve(http, updateDealStage, async ({ principal, params, body }) => ({
    data: await updateStage({ context, principal }, params.id, body),
    error: null,
  }))
  serve(http, deleteDealStage, async ({ principal, params }) => ({
    data: await deleteStage({ context, principal }, params.id),
    error: null,
  }))
}
