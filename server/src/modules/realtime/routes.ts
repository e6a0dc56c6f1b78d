import { Readable } from 'node:stream'
import { realtimeEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { admitSocket } from '../access/index.ts'
import { hear } from './hear.ts'
import { serveRealtime } from './socket.ts'
import { fileOf, streamOf } from './sound-file.ts'
import { speak } from './speak.ts'

/** Pieces of sound come in base64. */
const maxBodyBytes = 16_777_216

export function realtimeRoutes(http: FastifyInstance, context: Context): void {
  // Only these take bodies of that size.
  http.addHook('onRoute', (route) => {
    if (route.url === endpoints.stt.path) route.bodyLimit = maxBodyBytes
  })
  serve(http, endpoints.stt, async ({ body, reply }) => {
    const { text, language } = await hear(context, body, goneOf(reply))
    const success = {
      success: true,
      message: 'success',
      messageKey: 'OPERATION_SUCCESSFUL',
    } as const
    return { ...success, text, data: { text, language } }
  })
  serve(http, endpoints.tts, async ({ principal: { workspaceId }, body: asked, reply }) => {
    const file = await fileOf(await speak(context, { workspaceId, asked, signal: goneOf(reply) }))
    return reply.type('audio/wav').send(file)
  })
  serve(http, endpoints.ttsStream, async ({ principal: { workspaceId }, body: asked, reply }) => {
    const sound = streamOf(await speak(context, { workspaceId, asked, signal: goneOf(reply) }))
    return reply.type('audio/wav').send(Readable.from(sound, { objectMode: false }))
  })
  http.route({
    method: 'GET',
    url: '/v1/realtime/ws',
    preValidation: async (request, reply) => {
      // What may be said and heard over HTTP, and nothing else, may be over a socket.
      const { scope, resource } = endpoints.stt
      request.principal = await admitSocket(context, request, { scope, resource }, reply)
    },
    handler: async () => {
      throw new AppError('UPGRADE_REQUIRED', 'This address speaks WebSocket.')
    },
    wsHandler(socket, { principal }) {
      if (principal) serveRealtime(context, principal.workspaceId, socket)
    },
  })
}

/** Aborts when the client has hung up: nobody would hear the rest. */
function goneOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(new Error('The client is gone.'))
  })
  return gone.signal
}
