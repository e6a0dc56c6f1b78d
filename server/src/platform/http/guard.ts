import type { Endpoint } from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayDo, type Principal } from '../access.ts'
import { AppError } from '../errors.ts'
import type { Rate } from '../limits/gcra.ts'
import { type Bucket, take } from '../limits/limiter.ts'
import { refuseForNow } from '../limits/refusal.ts'
import { readKey } from './credentials.ts'
import { setRateHeaders } from './rate-headers.ts'

/** How many requests in how long, and what was used of them. */
type Allowance = { readonly rate: Rate; readonly bucket: Bucket }

/** Somebody who may come in, and what they may still use. */
export type Caller = Allowance & { readonly principal: Principal }

export type Pace = NonNullable<Endpoint['pace']>

/** Who knows the callers. Both throw the refusal when there is one. */
export type Doorkeeper = {
  /** Answers at once for a key verified a moment ago: a promise would cost more than the check. */
  byKey(key: string, request: FastifyRequest, nowMs: number): Caller | Promise<Caller>
  bySession(request: FastifyRequest, nowMs: number): Promise<Caller | undefined>
  /** What a key may use by the minute, apart from its hourly limit. */
  pace(principal: Principal, pace: Pace, nowMs: number): Allowance
  now(): Date
}

/** Lets a request reach its endpoint's handler only when its caller is known and may do it. */
export function guard(http: FastifyInstance, keeper: Doorkeeper): void {
  http.decorateRequest('principal', undefined)
  http.addHook('onRequest', (request, reply, done) => {
    const { config } = request.routeOptions
    const endpoint = config.endpoint ?? config.guarded
    if (endpoint === undefined || endpoint.access === 'none') return done()
    const nowMs = keeper.now().getTime()
    const enter = (caller: Caller): void => {
      request.principal = caller.principal
      const { pace } = endpoint
      // Of keys: a page that shows a campaign as it goes asks more often, and has its own limit.
      const isPaced = pace !== undefined && caller.principal.keyId !== undefined
      if (isPaced) countRequest(keeper.pace(caller.principal, pace, nowMs), reply, nowMs)
      else if (!endpoint.unlimited) countRequest(caller, reply, nowMs)
      requireScope(caller.principal, endpoint)
    }
    try {
      const caller = identify(keeper, endpoint, request, nowMs)
      if (caller instanceof Promise) return void enterLater(caller, enter, done)
      enter(caller)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })
}

async function enterLater(
  caller: Promise<Caller>,
  enter: (caller: Caller) => void,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    enter(await caller)
  } catch (error) {
    return done(error as Error)
  }
  done()
}

function identify(
  keeper: Doorkeeper,
  endpoint: Pick<Endpoint, 'access'>,
  request: FastifyRequest,
  nowMs: number,
): Caller | Promise<Caller> {
  const acceptsKey = endpoint.access === 'key'
  const key = acceptsKey ? readKey(request.headers) : undefined
  if (key !== undefined) return keeper.byKey(key, request, nowMs)
  return keeper.bySession(request, nowMs).then((caller) => {
    if (caller) return caller
    throw acceptsKey ? sendKey() : signInFirst()
  })
}

const signInFirst = () =>
  new AppError('NOT_AUTHENTICATED', 'Sign in first; API keys do not work here.')
const sendKey = () => new AppError('INVALID_API_KEY', 'Send an API key in the X-API-Key header.')

/** Throws when nothing is left. `reply`: what tells the caller how much is. */
export function countRequest(
  { rate, bucket }: Allowance,
  reply: FastifyReply | undefined,
  nowMs: number,
): void {
  const decision = take(bucket, rate, nowMs)
  if (reply) setRateHeaders(reply, rate, decision, nowMs)
  if (!decision.allowed) throw refuseForNow(rate, decision, nowMs)
}

export function requireScope(
  principal: Principal,
  { scope, resource }: Pick<Endpoint, 'scope' | 'resource'>,
): void {
  if (scope === undefined || mayDo(principal, scope, resource)) return
  const required = resource === undefined ? scope : `${resource}:${scope}`
  throw new AppError('INSUFFICIENT_PERMISSIONS', `This needs the permission '${required}'.`, {
    required,
  })
}
