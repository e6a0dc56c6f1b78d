import type { Context } from '../../context.ts'

/**
 * After counting for long, a workspace rests for nine times as long: where changes never stop, that
 * takes a tenth of one connection's time. A day of 60,000 calls, which takes two seconds, is then
 * counted three times a minute.
 */
const restFactor = 9
const longMs = 200

/** What this process counts, and until when each workspace rests. Only ever a reason to wait. */
export type Pace = {
  /** Ms to wait before counting this workspace again; Infinity while it is being counted. */
  waitMs(workspaceId: string): number
  /** Counts, and answers how long to rest after it, in ms. */
  run(workspaceId: string, count: () => Promise<void>): Promise<number>
}

const paces = new WeakMap<Context, Pace>()

export function paceOf(context: Context): Pace {
  const known = paces.get(context)
  if (known) return known
  const pace = openPace(() => performance.now())
  paces.set(context, pace)
  return pace
}

/** With a clock in ms that only goes forward. */
export function openPace(nowMs: () => number): Pace {
  const restingUntil = new Map<string, number>()
  return {
    waitMs(workspaceId) {
      const waitMs = (restingUntil.get(workspaceId) ?? 0) - nowMs()
      if (waitMs > 0) return waitMs
      restingUntil.delete(workspaceId)
      return 0
    },
    async run(workspaceId, count) {
      restingUntil.set(workspaceId, Number.POSITIVE_INFINITY)
      const startedAt = nowMs()
      let restMs = 0
      try {
        await count()
        const tookMs = nowMs() - startedAt
        if (tookMs > longMs) restMs = tookMs * restFactor
      } finally {
        // Nobody rests after a failure: what was not counted is tried again.
        if (restMs > 0) restingUntil.set(workspaceId, nowMs() + restMs)
        else restingUntil.delete(workspaceId)
      }
      return restMs
    },
  }
}
