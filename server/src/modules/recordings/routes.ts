import { Readable } from 'node:stream'
import { recordingEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { makeLink, type Playing, playAudio, playLinked } from './audio-file.ts'
import {
  cancelRecording,
  changeRecording,
  deleteRecording,
  getPeaks,
  getRecording,
  inEnvelope,
  listRecordings,
  transcribeAgain,
} from './recordings.ts'
import { tusRoutes } from './tus-routes.ts'
import { uploadRoutes } from './upload-routes.ts'

export async function recordingRoutes(http: FastifyInstance, context: Context): Promise<void> {
  manageRoutes(http, context)
  playRoutes(http, context)
  await uploadRoutes(http, context)
  await tusRoutes(http, context)
}

function manageRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, ({ principal, query }) => listRecordings(context, principal, query))
  serve(http, endpoints.get, async ({ principal, params }) =>
    inEnvelope(await getRecording(context, principal, params.id)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    inEnvelope(await changeRecording(context, principal, { id: params.id, changes: body })),
  )
  serve(http, endpoints.delete, async ({ principal, params }) => {
    await deleteRecording(context, principal, params.id)
    return { data: { id: params.id, deleted: true as const }, error: null }
  })
  serve(http, endpoints.cancel, async ({ principal, params }) =>
    inEnvelope(await cancelRecording(context, principal, params.id)),
  )
  serve(http, endpoints.transcribe, async ({ principal, params }) =>
    inEnvelope(await transcribeAgain(context, principal, params.id)),
  )
  serve(http, endpoints.peaks, ({ principal, params }) => getPeaks(context, principal, params.id))
}

function playRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.link, async ({ principal, params, body, request }) => {
    const baseUrl = (context.config.publicUrl ?? `${request.protocol}://${request.host}`).replace(
      /\/+$/,
      '',
    )
    const wanted = { id: params.id, seconds: body.expires_in, baseUrl }
    return { data: await makeLink(context, principal, wanted), error: null }
  })
  serve(http, endpoints.audio, async ({ principal, params, request, reply }) => {
    const { range } = request.headers
    return sendFile(await playAudio(context, principal, { id: params.id, range }), request, reply)
  })
  serve(http, endpoints.linkedAudio, async ({ query, request, reply }) => {
    const { range } = request.headers
    return sendFile(await playLinked(context, { token: query.token, range }), request, reply)
  })
}

/** Answers a file, or the part of it that was asked for. */
export async function sendFile(
  playing: Playing,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { size, range, mediaType, disposition, etag } = playing
  reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    // Whatever somebody uploaded is played, and never run as a page.
    'content-security-policy': "default-src 'none'; media-src 'self'; sandbox",
    'x-content-type-options': 'nosniff',
    etag,
  })
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`)
    throw new AppError('RANGE_NOT_SATISFIABLE', `The file has ${size} bytes.`)
  }
  if (range) {
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  }
  const length = range ? range.end - range.start + 1 : size
  reply.headers({
    'content-type': mediaType,
    'content-disposition': disposition,
    'content-length': length,
  })
  // Of text, Fastify would tell the length of what is sent to HEAD: none.
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : await playing.open())
}
