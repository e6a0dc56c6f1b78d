import type { FastifyInstance } from 'fastify'
import { refuseBadHttp } from './refusals.ts'

/** A body must have arrived whole by then; one that uploads files must not pause for so long. */
const bodyTimeoutMs = 60_000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes files: no limit of time, as long as something arrives. */
    takesFiles?: boolean
  }
}

/** Refuses bodies that come too slowly. Node's own limit is one for all requests, files included. */
export function limitBodyTime(http: FastifyInstance, timeoutMs = bodyTimeoutMs): void {
  http.addHook('onRequest', (request, reply, done) => {
    const { raw } = request
    const { config } = request.routeOptions
    const hasBody =
      raw.headers['transfer-encoding'] !== undefined ||
      (raw.headers['content-length'] ?? '0') !== '0'
    if (!hasBody || raw.complete) return done()
    const giveUp = () => {
      const error = Object.assign(new Error('The body is too slow.'), {
        code: 'ERR_HTTP_REQUEST_TIMEOUT',
      })
      refuseBadHttp(error, raw.socket)
      raw.destroy()
    }
    if (config.takesFiles || config.endpoint?.form) {
      raw.setTimeout(timeoutMs, giveUp)
      raw.once('end', () => raw.socket.setTimeout(0))
      return done()
    }
    const timer = setTimeout(giveUp, timeoutMs).unref()
    const stop = () => clearTimeout(timer)
    raw.once('end', stop)
    reply.raw.once('close', stop)
    done()
  })
}
