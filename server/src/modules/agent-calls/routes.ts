import { agentCallEndpoints as endpoints, spreadsheetType } from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { getOverview, getPerformance, getSatisfaction } from './analytics.ts'
import { exportNow, getExport, openExport, startExport } from './export-calls.ts'
import { listConversations, listMinimal } from './list-calls.ts'
import { deleteCall, getCall, listLog, requireProject } from './view-call.ts'

export function agentCallRoutes(http: FastifyInstance, context: Context): void {
  conversationRoutes(http, context)
  analyticsRoutes(http, context)
  exportRoutes(http, context)
}

function conversationRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.get, async ({ principal, params, request }) => {
    const wanted = { id: params.conversationId, baseUrl: baseUrlOf(context, request) }
    return ok(await getCall(context, principal, wanted))
  })
  serve(http, endpoints.delete, async ({ principal, params }) => {
    await deleteCall(context, principal, params.conversationId)
    const data = { id: params.conversationId, deleted: true as const }
    return ok(data, {
      message: 'Conversation deleted successfully',
      messageKey: 'ConversationDeletedSuccessfully',
    })
  })
  serve(http, endpoints.minimalList, async ({ principal, query }) => {
    requireProject(principal, query.projectId)
    return ok(await listMinimal(context, principal, query))
  })
  serve(http, endpoints.list, async ({ principal, body }) =>
    ok(await listConversations(context, principal, body)),
  )
}

function analyticsRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.overview, async ({ principal, query }) =>
    ok(await getOverview(context, principal, query)),
  )
  serve(http, endpoints.performance, async ({ principal, query }) =>
    ok(await getPerformance(context, principal, query)),
  )
  serve(http, endpoints.satisfaction, async ({ principal, query }) =>
    ok(await getSatisfaction(context, principal, query)),
  )
  serve(http, endpoints.logs, async ({ principal, query }) => {
    requireProject(principal, query.projectId)
    const { jobId: callId, category } = query
    return ok(await listLog(context, principal, { callId, category }))
  })
}

function exportRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.export, async ({ principal, query, reply }) => {
    if (query.projectId) return ok({ exportId: await startExport(context, principal, query) })
    const file = await exportNow(context, principal, query)
    return asFile(reply, context, file.length).send(file)
  })
  serve(http, endpoints.exportStatus, async ({ principal, query, request }) => {
    const baseUrl = baseUrlOf(context, request)
    return ok(await getExport(context, principal, { ...query, baseUrl }))
  })
  serve(http, endpoints.exportDownload, async ({ query, reply }) => {
    const { size, content } = await openExport(context, query.token)
    return asFile(reply, context, size).send(content)
  })
}

function asFile(reply: FastifyReply, { now }: Context, size: number): FastifyReply {
  const day = now().toISOString().slice(0, 10)
  return reply.headers({
    'content-type': spreadsheetType,
    'content-disposition': `attachment; filename="calls-${day}.xlsx"`,
    'content-length': size,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  })
}

/** As this client reaches the server. */
function baseUrlOf({ config }: Context, request: FastifyRequest): string {
  return (config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '')
}
