import type { FastifyReply } from 'fastify'
import type { Decision, Rate } from '../limits/gcra.ts'

/**
 * Both header families: `X-RateLimit-*` as Sixty's clients read them (reset in Unix seconds), and
 * draft-ietf-httpapi-ratelimit-headers (t in seconds from now).
 */
export function setRateHeaders(
  reply: FastifyReply,
  { limit, windowMs }: Rate,
  { remaining, resetAfterMs }: Decision,
  nowMs: number,
): void {
  reply.header('x-ratelimit-limit', limit)
  reply.header('x-ratelimit-remaining', remaining)
  reply.header('x-ratelimit-reset', Math.ceil((nowMs + resetAfterMs) / 1000))
  reply.header('ratelimit', `"default";r=${remaining};t=${Math.ceil(resetAfterMs / 1000)}`)
  const name = windowMs === 60_000 ? 'minute' : 'hourly'
  reply.header('ratelimit-policy', `"${name}";q=${limit};w=${windowMs / 1000}`)
}
