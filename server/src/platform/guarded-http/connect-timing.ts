import type { ConnectWatch } from './guard.ts'

/** In ms; null for steps that were not needed or not reached. */
export type ConnectTiming = {
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
}

/** How far a connection has come. */
export type Reached = 'nothing' | 'resolved' | 'connected' | 'secured'

/** Notes how long the steps of a connection took, for the request that had to wait for them. */
export function watchConnection(): ConnectWatch & {
  /** Before each request. */
  reset(): void
  timing(): ConnectTiming
  reached(): Reached
  /** Whether the present request had to make a connection. */
  isFresh(): boolean
} {
  let dnsMs: number | null = null
  let connectMs: number | null = null
  let tlsMs: number | null = null
  let hasBegun = false
  return {
    begun() {
      hasBegun = true
    },
    resolved(ms) {
      dnsMs = ms
    },
    connected(ms) {
      connectMs = ms
    },
    secured(ms) {
      tlsMs = ms
    },
    reset() {
      dnsMs = connectMs = tlsMs = null
      hasBegun = false
    },
    timing: () => ({ dnsMs, connectMs, tlsMs }),
    reached() {
      if (!hasBegun || tlsMs !== null) return 'secured'
      if (connectMs !== null) return 'connected'
      return dnsMs === null ? 'nothing' : 'resolved'
    },
    isFresh: () => hasBegun,
  }
}
