import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'

const callersRequestId = /^[\w.-]{1,128}$/
/** W3C Trace Context: version, trace id, parent id and flags in hexadecimal. */
const traceParent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/
/** Route of requests that match none; their paths are anybody's text and would be endless labels. */
const unmatched = 'unmatched'
/** Asked every few seconds; their successes are logged at level debug. */
const probes = new Set(['/health/live', '/health/ready', '/metrics'])
/** Nginx's number for a caller that hung up before the reply was sent. */
const callerGone = 499

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
  // Nothing in the line needs redaction, which would cost 10 µs a line; the line costs 4.
  const lines = log.child({}, { redact: [] })
  const measure = measureInto(metrics)

  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    // Unlike Fastify's onResponse, this comes when the caller hangs up, too.
    reply.raw.once('close', () => {
      const line = lineOf(request, reply)
      measure(line)
      if (line.status < 400 && probes.has(line.route)) lines.debug(line, 'request')
      else lines.info(line, 'request')
    })
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
}

function lineOf(request: FastifyRequest, reply: FastifyReply): Line {
  const line: Line = {
    requestId: request.id,
    method: request.method,
    route: request.is404 ? unmatched : (request.routeOptions.url ?? unmatched),
    status: reply.raw.writableFinished ? reply.statusCode : callerGone,
    ms: Math.round(reply.elapsedTime * 1000) / 1000,
    address: request.ip,
  }
  const { traceparent } = request.headers
  if (typeof traceparent === 'string' && traceParent.test(traceparent)) {
    line.traceparent = traceparent
  }
  return line
}

type Series = { observe(seconds: number): void }

/** Labels are bound once per route, method and status class; looking them up is most of the cost. */
function measureInto({ requestSeconds }: Metrics): (line: Line) => void {
  const bound = new Map<string, Series[]>()
  return ({ method, route, status, ms }) => {
    const key = method + route
    let classes = bound.get(key)
    if (!classes) bound.set(key, (classes = []))
    const statusClass = Math.trunc(status / 100)
    classes[statusClass] ??= requestSeconds.labels(method, route, `${statusClass}xx`)
    classes[statusClass].observe(ms / 1000)
  }
}
