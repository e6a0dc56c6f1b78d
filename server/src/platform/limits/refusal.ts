import { AppError } from '../errors.ts'
import type { Decision, Rate } from './gcra.ts'

/** What a caller is told who must wait. `decision` is the one that said no. */
export function refuseForNow({ limit }: Rate, { resetAfterMs }: Decision, nowMs: number): AppError {
  // Whole seconds, rounded up as `t` in the RateLimit header is, so that never earlier.
  const retryAfterSeconds = Math.max(1, Math.ceil(resetAfterMs / 1000))
  return new AppError(
    'RATE_LIMIT_EXCEEDED',
    'Rate limit exceeded',
    {
      current_usage: limit,
      limit,
      reset_time: new Date(nowMs + resetAfterMs).toISOString(),
    },
    { retryAfterSeconds },
  )
}
