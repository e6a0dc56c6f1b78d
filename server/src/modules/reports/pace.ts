import type { Context } from '../../context.ts'

/**
 * Counting takes a tenth of one connection's time at most where changes never stop: after each
 * millisecond of it a workspace rests for nine, as soon as it has counted for longer than the allowance.
 * A day of 60,000 calls, which takes two seconds, is then counted four times a minute; what a few people
 * change is counted at once.
 */
const restFactor = 9
const allowanceMs = 500

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
  /** When each workspace will have rested from all that it counted. */
  const restedAt = new Map<string, number>()
  function waitMs(workspaceId: string): number {
    const restMs = (restedAt.get(workspaceId) ?? 0) - nowMs()
    if (restMs <= 0) restedAt.delete(workspaceId)
    return Math.max(0, restMs - allowanceMs * restFactor)
  }
  return {
    waitMs,
    async run(workspaceId, count) {
      const startedAt = nowMs()
      const before = Math.max(startedAt, restedAt.get(workspaceId) ?? 0)
      restedAt.set(workspaceId, Number.POSITIVE_INFINITY)
      try {
        await count()
      } catch (error) {
        // Nobody rests after a failure: what was not counted is tried again.
        restedAt.delete(workspaceId)
        throw error
      }
      const tookMs = nowMs() - startedAt
      restedAt.set(workspaceId, before + tookMs * (1 + restFactor))
      return waitMs(workspaceId)
    },
  }
}
