import {
  clipEndpoints as clips,
  commentEndpoints as comments,
  conversationLogEndpoints as endpoints,
} from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { sendFile } from '../recordings/index.ts'
import {
  changeClip,
  createClip,
  deleteClip,
  getLinkedClip,
  listClips,
  makeClipLink,
  playLinkedClip,
} from './clips.ts'
import { changeComment, createComment, deleteComment, listComments } from './comments.ts'
import { getConversation } from './full.ts'
import { listConversations } from './log.ts'

const inEnvelope = (json: string) => new RawJson(`{"data":${json},"error":null}`)
const deleted = (id: string) => ({ data: { id, deleted: true as const }, error: null })

export function conversationLogRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, ({ principal, query }) =>
    listConversations(context, principal, query),
  )
  serve(http, endpoints.get, ({ principal, params }) =>
    getConversation(context, principal, params.id),
  )
  commentRoutes(http, context)
  clipRoutes(http, context)
  linkRoutes(http, context)
}

function commentRoutes(http: FastifyInstance, context: Context): void {
  serve(http, comments.list, ({ principal, params, query }) =>
    listComments(context, principal, params.id, query),
  )
  serve(http, comments.create, async ({ principal, params, body }) =>
    inEnvelope(await createComment(context, principal, params.id, body)),
  )
  serve(http, comments.update, async ({ principal, params, body }) => {
    const place = { conversationId: params.id, id: params.commentId }
    return inEnvelope(await changeComment(context, principal, place, body))
  })
  serve(http, comments.delete, async ({ principal, params }) => {
    const place = { conversationId: params.id, id: params.commentId }
    await deleteComment(context, principal, place)
    return deleted(place.id)
  })
}

function clipRoutes(http: FastifyInstance, context: Context): void {
  serve(http, clips.list, ({ principal, params, query }) =>
    listClips(context, principal, params.id, query),
  )
  serve(http, clips.create, async ({ principal, params, body }) =>
    inEnvelope(await createClip(context, principal, params.id, body)),
  )
  serve(http, clips.update, async ({ principal, params, body }) => {
    const place = { conversationId: params.id, id: params.clipId }
    return inEnvelope(await changeClip(context, principal, place, body.title))
  })
  serve(http, clips.delete, async ({ principal, params }) => {
    const place = { conversationId: params.id, id: params.clipId }
    await deleteClip(context, principal, place)
    return deleted(place.id)
  })
}

function linkRoutes(http: FastifyInstance, context: Context): void {
  serve(http, clips.link, async ({ principal, params, body, request }) => {
    const place = { conversationId: params.id, id: params.clipId }
    const wanted = { seconds: body.expires_in, baseUrl: baseUrlOf(context, request) }
    return { data: await makeClipLink(context, principal, place, wanted), error: null }
  })
  serve(http, clips.linked, async ({ query, request }) => {
    const baseUrl = baseUrlOf(context, request)
    return { data: await getLinkedClip(context, { token: query.token, baseUrl }), error: null }
  })
  serve(http, clips.linkedAudio, async ({ query, request, reply }) => {
    const { range } = request.headers
    return sendFile(await playLinkedClip(context, { token: query.token, range }), request, reply)
  })
}

/** Where this server was reached, unless it is configured how others reach it. */
function baseUrlOf({ config }: Context, request: FastifyRequest): string {
  return (config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '')
}
