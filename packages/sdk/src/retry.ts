/** A server that asks for more patience than this is not waited for: its refusal is thrown. */
export const longestWaitMs = 60_000
const firstBackoffMs = 250
const longestBackoffMs = 8_000

const repeatableStatuses = new Set([429, 502, 503, 504])

/**
 * Whether the same request may succeed a little later. IDEMPOTENCY_KEY_IN_USE means that an earlier
 * attempt, which we stopped waiting for, is still being carried out.
 */
export function isWorthRepeating(status: number, code: string): boolean {
  return repeatableStatuses.has(status) || code === 'IDEMPOTENCY_KEY_IN_USE'
}

/** `Retry-After` in seconds: the header holds seconds or an HTTP date. */
export function retryAfterSecondsOf(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const moment = Date.parse(header)
  return Number.isNaN(moment) ? undefined : Math.max(0, (moment - now) / 1_000)
}

/** Exponential back-off with full jitter: clients that failed together do not return together. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt)
}

/** Resolves after the time, or rejects with the signal's reason. */
export function wait(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, durationMs)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
