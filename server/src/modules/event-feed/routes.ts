import { feedEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { pollEvents } from './feed.ts'
import { waitingAt } from './waiting.ts'

export function eventFeedRoutes(http: FastifyInstance, context: Context): void {
  serve(http, feedEndpoints.poll, ({ principal, query, reply }) =>
    pollEvents(context, principal, { query, signal: goneSignal(reply) }),
  )
  http.addHook('preClose', async () => waitingAt(context).close())
}

/** Aborted when the caller has hung up. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}
