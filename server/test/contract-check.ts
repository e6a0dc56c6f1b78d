import type { Endpoint } from '@parley/contract'
import { replyProblems } from '@parley/sdk/validate'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Paths whose every reply, also that of no endpoint, is the envelope. */
const enveloped = '/functions/v1/'

export type Checked = {
  /** What broke the contract, one sentence each. */
  readonly violations: readonly string[]
  /** Ids of the endpoints that answered. */
  readonly answered: ReadonlySet<string>
}

/**
 * Holds every reply of the app against the contract, whoever asked and whether they looked. What it
 * answers fills as replies are sent. Call before the app listens.
 */
export function checkReplies(http: FastifyInstance): Checked {
  const violations: string[] = []
  const answered = new Set<string>()
  http.addHook('onSend', async (request, reply, payload) => {
    // Neither the answer to HEAD nor that to a browser's preflight has a body.
    if (request.method === 'HEAD' || request.method === 'OPTIONS') return payload
    const { endpoint } = request.routeOptions.config
    if (endpoint) answered.add(endpoint.id)
    if (isFile(endpoint, reply)) return payload
    else if (!request.url.startsWith(enveloped)) return payload
    const problems = problemsOf(endpoint, request, reply, payload)
    if (problems.length > 0) {
      violations.push(
        `${request.method} ${request.url} answered ${reply.statusCode}: ${problems.join('; ')}`,
      )
    }
    return payload
  })
  return { violations, answered }
}

/** Whether this is one of the files that the endpoint may answer instead of JSON. */
function isFile(endpoint: Endpoint | undefined, reply: FastifyReply): boolean {
  if (endpoint?.files && reply.statusCode === 304) return true
  const type = String(reply.getHeader('content-type') ?? '').split(';')[0] ?? ''
  return (
    reply.statusCode < 400 &&
    endpoint?.files?.some((file) => file === type || file === `${type.split('/')[0]}/*`) === true
  )
}

function problemsOf(
  endpoint: Endpoint | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): string[] {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return ['the body is no text']
  const contentType = reply.getHeader('content-type')
  return replyProblems(endpoint, {
    status: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : null,
    json: parseJson(payload.toString()),
    sparse: new URLSearchParams(request.url.split('?')[1]).has('fields'),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
