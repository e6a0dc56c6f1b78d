import { once } from 'node:events'
import { feedEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { pollEvents } from './feed.ts'
import { followEvents } from './follow.ts'
import { waitingAt } from './waiting.ts'

export function eventFeedRoutes(http: FastifyInstance, context: Context): void {
  const waiting = waitingAt(context)
  serve(http, feedEndpoints.poll, async ({ principal, query, reply }) => {
    const answer = await pollEvents(context, principal, { query, signal: goneSignal(reply) })
    // A connection that was in use when the server began to stop would be kept open otherwise.
    if (waiting.isClosed) reply.header('connection', 'close')
    return answer
  })
  streamRoute(http, context)
  http.addHook('preClose', async () => waiting.close())
}

/**
 * Server-sent events for pages that are open: what happened to which record, so that they fetch it
 * again. Its protocol is that of browsers, so it is none of the contract's endpoints.
 */
function streamRoute(http: FastifyInstance, context: Context): void {
  const guarded = { access: 'key', scope: 'read', unlimited: true } as const
  http.get('/functions/v1/events/stream', { config: { guarded } }, async (request, reply) => {
    const { principal } = request
    if (!principal) throw new Error('The stream of events has no principal')
    const given = request.headers['last-event-id']
    const after = typeof given === 'string' && given !== '' ? given : 'now'
    const signal = goneSignal(reply)
    const pieces = followEvents(context, principal, { after, signal })
    // A cursor that is not ours is refused before anything is sent.
    const first = await pieces.next()
    reply.hijack()
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Kept alive after the last piece, it would hold up the end of the server.
      connection: 'close',
      // Proxies that collect answers would hold events back.
      'x-accel-buffering': 'no',
    })
    for (let piece = first; !piece.done && !signal.aborted; piece = await pieces.next()) {
      if (!reply.raw.write(piece.value)) await roomToWrite(reply, signal)
    }
    reply.raw.end()
  })
}

async function roomToWrite({ raw }: FastifyReply, signal: AbortSignal): Promise<void> {
  // Also resolves when the caller hangs up, which aborts the signal.
  await once(raw, 'drain', { signal }).catch(() => {})
}

/** Aborted when the caller has hung up. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}
