import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { type Caller, guard } from '../../platform/http/guard.ts'
import { keyringOf } from './keyring.ts'
import { keyVerifier } from './verify-key.ts'

export function accessRoutes(_http: FastifyInstance, _context: Context): void {}

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
  const { limiter } = keyringOf(context)
  const bySession = async (request: FastifyRequest): Promise<Caller | undefined> => {
    const principal = await principalOfSession?.(context, request)
    if (!principal) return undefined
    const bucket = limiter.bucket(principal.userId, context.now().getTime())
    return { principal, rate: sessionRate, bucket }
  }
  guard(http, { byKey: keyVerifier(context), bySession, now: context.now })
}
