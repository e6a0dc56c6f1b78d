import type { FastifyReply } from 'fastify'
import { AppError } from '../errors.ts'
import type { Decision, Rate } from '../limits/gcra.ts'

/**
 * Both header families: `X-RateLimit-*` as Sixty's clients read them (reset in Unix seconds), and
 * draft-ietf-httpapi-ratelimit-headers (t in seconds from now).
 */
export function setRateHeaders(
  reply: FastifyReply,
  { limit }: Rate,
  { remaining, resetAfterMs }: Decision,
  nowMs: number,
): void {
  reply.header('x-ratelimit-limit', limit)
  reply.header('x-ratelimit-remaining', remaining)
  reply.header('x-ratelimit-reset', Math.ceil((nowMs + resetAfterMs) / 1000))
  reply.header('ratelimit', `"default";r=${remaining};t=${Math.ceil(resetAfterMs / 1000)}`)
  reply.header('ratelimit-policy', `"hourly";q=${limit};w=3600`)
}

/** Sets `Retry-After` and answers the refusal to throw. */
export function refuseForNow(
  reply: FastifyReply,
  { limit }: Rate,
  { resetAfterMs }: Decision,
  nowMs: number,
): AppError {
  // Whole seconds, rounded up, so that never earlier than `t`.
  reply.header('retry-after', Math.max(1, Math.ceil(resetAfterMs / 1000)))
  return new AppError('RATE_LIMIT_EXCEEDED', 'Rate limit exceeded', {
    current_usage: limit,
    limit,
    reset_time: new Date(nowMs + resetAfterMs).toISOString(),
  })
}
