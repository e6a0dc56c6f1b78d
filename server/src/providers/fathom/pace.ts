import { createHash } from 'node:crypto'

/** Fathom's documented limits of one account, https://developers.fathom.ai/rate-limits. */
const windowMs = 60_000
const limits = { all: 60, heavy: 30 } as const
/** Keys whose recent requests are remembered; the one used longest ago is forgotten first. */
const maxKeys = 1_000

/** What one key has asked for in the last minute, so that we stop before Fathom stops us. */
export type Pace = {
  /** Counts a request, or answers how long to wait before it may be made, in milliseconds. */
  take(heavy: boolean): number
  /** Fathom itself said to wait. */
  pause(ms: number): void
}

/** `now` in milliseconds. */
export function openPace(now: () => number): Pace {
  const taken = { all: [] as number[], heavy: [] as number[] }
  let pausedUntil = 0

  /** Until the oldest of as many requests as are allowed leaves the window. */
  function waitFor(kind: 'all' | 'heavy', nowMs: number): number {
    const recent = taken[kind].filter((at) => at > nowMs - windowMs)
    taken[kind] = recent
    const blocking = recent[recent.length - limits[kind]]
    return blocking === undefined ? 0 : blocking + windowMs - nowMs
  }

  return {
    take(heavy) {
      const nowMs = now()
      const waits = [pausedUntil - nowMs, waitFor('all', nowMs)]
      if (heavy) waits.push(waitFor('heavy', nowMs))
      const waitMs = Math.max(0, ...waits)
      if (waitMs > 0) return waitMs
      taken.all.push(nowMs)
      if (heavy) taken.heavy.push(nowMs)
      return 0
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms)
    },
  }
}

/** The paces of a process, one for each key and server, held by a digest of both. */
export function openPaces(now: () => number): (serverUrl: string, apiKey: string) => Pace {
  const paces = new Map<string, Pace>()
  return (serverUrl, apiKey) => {
    const name = createHash('sha256').update(`${serverUrl} ${apiKey}`).digest('base64')
    const pace = paces.get(name) ?? openPace(now)
    paces.delete(name)
    paces.set(name, pace)
    if (paces.size > maxKeys) paces.delete(paces.keys().next().value ?? '')
    return pace
  }
}
