import type { Endpoint } from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { readKey } from '../../platform/http/credentials.ts'
import {
  type Caller,
  countRequest,
  guard,
  type Pace,
  requireScope,
} from '../../platform/http/guard.ts'
import { honourIdempotencyKeys } from '../../platform/http/idempotency.ts'
import { idempotencyStore } from './idempotency.ts'
import { routeOf } from '../../platform/http/methods.ts'
import { isVoicePath } from '../../platform/http/voice-replies.ts'
import { stateOf } from './state.ts'
import { keyVerifier } from './verify-key.ts'
import { apiKeyRoutes, apiRequestRoutes } from './key-routes.ts'

export function accessRoutes(http: FastifyInstance, context: Context): void {
  apiKeyRoutes(http, context)
  apiRequestRoutes(http, context)
}

export type GuardOptions = {
  /** Who is signed in; undefined for nobody. Without it only API keys are accepted. */
  readonly principalOfSession?: (
    context: Context,
    request: FastifyRequest,
  ) => Promise<Principal | undefined>
}

/** Requests an hour of one signed-in person: far more than a dashboard makes. */
const sessionRate = { limit: 36_000, windowMs: 3_600_000 }

/** Mount before any endpoint: sets `request.principal`, or refuses. */
export async function guardRequests(
  http: FastifyInstance,
  context: Context,
  { principalOfSession }: GuardOptions = {},
): Promise<void> {
  const { limiter } = stateOf(context)
  const bySession = async (request: FastifyRequest, nowMs: number): Promise<Caller | undefined> => {
    const principal = await principalOfSession?.(context, request)
    if (!principal) return undefined
    const bucket = limiter.bucket(principal.userId, nowMs)
    return { principal, rate: sessionRate, bucket }
  }
  const pace = (principal: Principal, name: Pace, nowMs: number) =>
    allowanceOf(context, principal, name, nowMs)
  guard(http, { byKey: keyVerifier(context), bySession, pace, now: context.now })
  logRequests(http, context)
  tidyUpEverySecond(http, context)
  honourIdempotencyKeys(http, idempotencyStore(context))
}

/** What a caller may use by the minute, apart from its hourly limit. */
function allowanceOf(context: Context, principal: Principal, name: Pace, nowMs: number) {
  const { keyId, userId } = principal
  return {
    rate: { limit: context.config.requestsPerMinute[name], windowMs: 60_000 },
    bucket: stateOf(context).limiter.bucket(`${name}:${keyId ?? userId}`, nowMs),
  }
}

/**
 * Whose API key a request carries, for endpoints that accept other proofs as well; undefined without
 * a key. Throws when it does not work. Does not count against its limit.
 */
export async function principalOfKey(
  context: Context,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const key = readKey(request.headers)
  if (key === undefined) return undefined
  const known = await keyVerifier(context)(key, request, context.now().getTime())
  return known.principal
}

/** The same where a key may also come as `?api_key=`. */
export async function principalOfUpgrade(
  context: Context,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const key = readKey(request.headers, request.query as Record<string, unknown>)
  if (key === undefined) return undefined
  const known = await keyVerifier(context)(key, request, context.now().getTime())
  return known.principal
}

/**
 * Lets a WebSocket in: it needs a key that may do this, and counts as a request of realtime speech.
 * `reply`: what the client is refused by, where it is still to be answered.
 */
export async function admitSocket(
  context: Context,
  request: FastifyRequest,
  wanted: Required<Pick<Endpoint, 'scope' | 'resource'>>,
  reply?: FastifyReply,
): Promise<Principal> {
  const principal = await principalOfUpgrade(context, request)
  if (!principal) {
    throw new AppError('INVALID_API_KEY', 'Send an API key as ?api_key= or in X-Api-Key.')
  }
  const nowMs = context.now().getTime()
  countRequest(allowanceOf(context, principal, 'realtime', nowMs), reply, nowMs)
  requireScope(principal, wanted)
  return principal
}

function logRequests(http: FastifyInstance, context: Context): void {
  const { requestLog } = stateOf(context)
  http.addHook('onResponse', (request, reply, done) => {
    const { config } = request.routeOptions
    if (isApiCall(request, config.endpoint)) {
      requestLog.add({
        atMs: context.now().getTime(),
        method: request.method,
        // Paths that match nothing are anybody's text.
        route: routeOf(request) ?? '(none)',
        status: reply.statusCode,
        durationMs: reply.elapsedTime,
        principal: request.principal,
        address: request.ip,
        userAgent: request.headers['user-agent'],
      })
    }
    done()
  })
}

/** How much of the log a crash may lose. */
const tidyIntervalMs = 1_000

function tidyUpEverySecond(http: FastifyInstance, context: Context): void {
  const { keyring, requestLog } = stateOf(context)
  const timer = setInterval(() => {
    keyring.sweep()
    void requestLog.flush()
  }, tidyIntervalMs)
  timer.unref()
  http.addHook('onClose', async () => {
    clearInterval(timer)
    await requestLog.flush()
  })
}

/** Preflights, health checks and pages are none. */
function isApiCall(request: FastifyRequest, endpoint: Endpoint | undefined): boolean {
  if (endpoint !== undefined && endpoint.access !== 'none') return true
  const isOfApi = request.url.startsWith('/functions/') || isVoicePath(request.url)
  return isOfApi && request.method !== 'OPTIONS'
}
