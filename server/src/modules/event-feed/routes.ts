import { feedEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { pollEvents } from './feed.ts'
import { waitingAt } from './waiting.ts'

export function eventFeedRoutes(http: FastifyInstance, context: Context): void {
  const waiting = waitingAt(context)
  serve(http, feedEndpoints.poll, async ({ principal, query, reply }) => {
    const answer = await pollEvents(context, principal, { query, signal: goneSignal(reply) })
    // A connection that was in use when the server began to stop would be kept open otherwise.
    if (waiting.isClosed) reply.header('connection', 'close')
    return answer
  })
  http.addHook('preClose', async () => waiting.close())
}

/** Aborted when the caller has hung up. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}
