import { randomUUIDv7 } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Logger, writeLine } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { routeOf } from './methods.ts'
import { makeRequestLog } from './request-log.ts'

const callersRequestId = /^[\w.-]{1,128}$/
/** W3C Trace Context: version, trace id, parent id and flags in hexadecimal. */
const traceParent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/
/** Route of requests that match none; their paths are anybody's text and would be endless labels. */
const unmatched = 'unmatched'
/** Asked every few seconds; their successes are logged at level debug. */
const probes = new Set(['/health/live', '/health/ready', '/metrics'])
/** Nginx's number for a caller that hung up before the reply was sent. */
const callerGone = 499

/**
 * The caller's X-Request-Id if it is plain, else a new one. Node's own UUIDs are in no order within a
 * millisecond, which records need and requests do not, and take a tenth of the time.
 */
export function requestIdOf({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && callersRequestId.test(given) ? given : randomUUIDv7()
}

/**
 * One log line and one measurement per request, and X-Request-Id on every reply. Neither headers nor
 * bodies nor query values are logged. Add it before every other hook.
 */
export function observeRequests(
  http: FastifyInstance,
  { log, metrics }: { readonly log: Logger; readonly metrics: Metrics },
): void {
  const seriesOf = keepSeries(metrics)
  http.setChildLoggerFactory(makeRequestLog)

  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    // Read now: a socket that is closed has none.
    const address: string | undefined = request.ip
    // Unlike Fastify's onResponse, this comes when the caller hangs up, too.
    reply.raw.on('close', () => {
      const status = reply.raw.writableFinished ? reply.statusCode : callerGone
      const ms = reply.elapsedTime
      const series = seriesOf(request, status)
      series.observe(ms / 1000)
      // Milliseconds with microseconds. Behind a proxy the address may be any text.
      const fields = `${series.fields}${status},"ms":${Math.round(ms * 1000) / 1000},"address":${JSON.stringify(address ?? null)}`
      writeLine(log, series.level, 'request', fields + idsOf(request))
    })
    done()
  })
}

/** Both are plain text by their patterns, so they need no escaping. */
function idsOf({ id, headers: { traceparent } }: FastifyRequest): string {
  return typeof traceparent === 'string' && traceParent.test(traceparent)
    ? `,"requestId":"${id}","traceparent":"${traceparent}"`
    : `,"requestId":"${id}"`
}

/** Requests of one method, route and class of status. */
type Series = {
  /** Beginning of their log line. */
  readonly fields: string
  readonly level: 'debug' | 'info'
  readonly observe: (seconds: number) => void
}

/** Finds a request's series: what it shares with others is made once. */
function keepSeries({ requestSeconds }: Metrics) {
  const byMethod = new Map<string, Map<string, Series[]>>()

  function open(method: string, route: string, statusClass: number): Series {
    const { observe } = requestSeconds.series({ method, route, status: `${statusClass}xx` })
    const fields = `"method":${JSON.stringify(method)},"route":${JSON.stringify(route)},"status":`
    return { fields, level: statusClass < 4 && probes.has(route) ? 'debug' : 'info', observe }
  }

  return (request: FastifyRequest, status: number): Series => {
    const route = routeOf(request) ?? unmatched
    let byRoute = byMethod.get(request.method)
    if (!byRoute) byMethod.set(request.method, (byRoute = new Map<string, Series[]>()))
    let classes = byRoute.get(route)
    if (!classes) byRoute.set(route, (classes = []))
    const statusClass = Math.trunc(status / 100)
    return (classes[statusClass] ??= open(request.method, route, statusClass))
  }
}
