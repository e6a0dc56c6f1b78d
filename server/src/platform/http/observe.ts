import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'

const callersRequestId = /^[\w.-]{1,128}$/
/** W3C Trace Context, version 00: trace and parent id in hexadecimal. */
const traceParent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/
/** Route of requests that match none; their paths are anybody's text and would be endless labels. */
const unmatched = 'unmatched'
/** Asked every few seconds; their successes are logged at level debug. */
const probes = new Set(['/health/live', '/health/ready', '/metrics'])

type Series = { observe(seconds: number): void }

/** The caller's X-Request-Id if it is plain, else a new id. */
export function requestIdOf(newId: () => string) {
  return ({ headers }: { headers: IncomingHttpHeaders }): string => {
    const given = headers['x-request-id']
    return typeof given === 'string' && callersRequestId.test(given) ? given : newId()
  }
}

/**
 * One log line and one measurement per request, and X-Request-Id on every reply. Neither headers nor
 * bodies nor query values are logged. Add it before every other hook.
 */
export function observeRequests(
  http: FastifyInstance,
  { log, metrics }: { readonly log: Logger; readonly metrics: Metrics },
): void {
  // Nothing in the line needs redaction, which would take longer than all else here together.
  const lines = log.child({}, { redact: [] })
  const observe = measureInto(metrics)

  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  http.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime
    observe(request, reply.statusCode, ms / 1000)
    const line = lineOf(request, reply, ms)
    if (line.status < 400 && probes.has(line.route)) lines.debug(line, 'request')
    else lines.info(line, 'request')
    done()
  })
}

type Line = {
  requestId: string
  method: string
  route: string
  status: number
  /** Milliseconds with microseconds. */
  ms: number
  address: string
  traceparent?: string
  aborted?: true
}

function lineOf(request: FastifyRequest, reply: FastifyReply, ms: number): Line {
  const line: Line = {
    requestId: request.id,
    method: request.method,
    route: routeOf(request),
    status: reply.statusCode,
    ms: Math.round(ms * 1000) / 1000,
    address: request.ip,
  }
  const { traceparent } = request.headers
  if (typeof traceparent === 'string' && traceParent.test(traceparent)) {
    line.traceparent = traceparent
  }
  if (!reply.raw.writableFinished) line.aborted = true
  return line
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? unmatched : (request.routeOptions.url ?? unmatched)
}

/** Labels are bound once per route, method and status class; looking them up is most of the cost. */
function measureInto({ requestSeconds }: Metrics) {
  const bound = new Map<string, Series[]>()
  return (request: FastifyRequest, status: number, seconds: number): void => {
    const route = routeOf(request)
    const key = request.method + route
    let classes = bound.get(key)
    if (!classes) bound.set(key, (classes = []))
    const statusClass = Math.trunc(status / 100)
    classes[statusClass] ??= requestSeconds.labels(request.method, route, `${statusClass}xx`)
    classes[statusClass].observe(seconds)
  }
}
