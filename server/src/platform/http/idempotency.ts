import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../errors.ts'
import type { Attempt, IdempotencyStore, Outcome } from '../idempotency.ts'
import { toErrorReply } from './refusals.ts'

const maxKeyLength = 255
/** Visible ASCII and spaces; what draft-ietf-httpapi-idempotency-key-header calls a string. */
const plain = /^[\x20-\x7e]+$/
/** The methods that are not idempotent by themselves. */
const guarded = new Set(['POST', 'PATCH'])

/**
 * Lets a client repeat a POST or PATCH without doing it twice, by sending the same Idempotency-Key.
 * What a crash leaves behind: docs/decisions/0004-idempotency.md. Requests without the header pay
 * for one look into the headers. Mount before the endpoints.
 */
export function honourIdempotencyKeys(http: FastifyInstance, store: IdempotencyStore): void {
  http.addHook('onRoute', (route) => {
    const endpoint = route.config?.endpoint
    if (!endpoint || endpoint.access === 'none' || !guarded.has(endpoint.method)) return
    const { handler } = route
    route.handler = function once(request, reply) {
      const given = request.headers['idempotency-key']
      if (given === undefined) return handler.call(this, request, reply)
      return answerOnce(store, attemptOf(request, String(given)), {
        reply,
        keepsBody: endpoint.secretReply !== true,
        handle: async () => handler.call(this, request, reply),
      })
    }
  })
}

type Work = {
  readonly reply: FastifyReply
  readonly keepsBody: boolean
  readonly handle: () => Promise<unknown>
}

async function answerOnce(store: IdempotencyStore, attempt: Attempt, work: Work): Promise<string> {
  const { reply, keepsBody } = work
  const turn = await store.reserve(attempt)
  if ('kept' in turn) {
    reply.code(turn.kept.status).header('idempotency-replayed', 'true')
    return sendJson(reply, turn.kept.body)
  }
  const settle = async (outcome: Outcome | undefined): Promise<void> => {
    try {
      if (outcome) await store.keep(attempt, turn.reservation, outcome)
      else await store.release(attempt, turn.reservation)
    } catch (error) {
      // The work is done or refused, whatever becomes of its record: the caller gets the answer.
      reply.log.warn({ err: error }, 'an idempotency key could not be settled')
    }
  }
  try {
    const answer = await work.handle()
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer)
    await settle({ status: reply.statusCode, body: keepsBody ? body : null })
    return sendJson(reply, body)
  } catch (error) {
    await settle(isFinal(error) ? toOutcome(error) : undefined)
    throw error
  }
}

function sendJson(reply: FastifyReply, body: string): string {
  reply.header('content-type', 'application/json; charset=utf-8')
  return body
}

/**
 * Refusals that tell what the records said at that moment are kept like successes; those that say
 * that the request itself was wrong, or came too early, are not: a corrected one may use the key.
 */
function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && (error.status === 409 || error.status === 422)
}

function toOutcome(refusal: AppError): Outcome {
  return { status: refusal.status, body: JSON.stringify(toErrorReply(refusal)) }
}

function attemptOf(request: FastifyRequest, given: string): Attempt {
  const { principal } = request
  if (!principal) throw new Error(`${request.url} has no principal`)
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body) ?? ''}`
  return { principal, key: keyOf(given), fingerprint: hash('sha256', text, 'hex') }
}

/** The draft standard quotes the key, clients made for Stripe do not. */
function keyOf(given: string): string {
  const quoted = /^"(.*)"$/.exec(given)
  const key = quoted?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? given
  if (key.length <= maxKeyLength && plain.test(key)) return key
  throw invalid('Idempotency-Key', `Idempotency-Key must be 1 to ${maxKeyLength} ASCII characters.`)
}
