/** Addresses remembered; beyond that the oldest are forgotten. */
const maxEntries = 20_000

type Window = { count: number; endsAt: number }

/**
 * Counts attempts per address and path in fixed windows, for better-auth's rate limit. In memory of
 * one server: its own store is shared by everything in the process.
 */
export function makeAttemptStore() {
  const windows = new Map<string, Window>()

  return {
    async consume(key: string, rule: { window: number; max: number }) {
      const now = Date.now()
      const open = windows.get(key)
      if (!open || open.endsAt <= now) {
        windows.delete(key)
        if (windows.size >= maxEntries) forgetOldest(windows)
        windows.set(key, { count: 1, endsAt: now + rule.window * 1000 })
        return { allowed: true, retryAfter: null }
      }
      open.count += 1
      if (open.count <= rule.max) return { allowed: true, retryAfter: null }
      return { allowed: false, retryAfter: Math.ceil((open.endsAt - now) / 1000) }
    },
    // The older half of better-auth's contract; not called while `consume` is there.
    get: async () => undefined,
    set: async () => {},
  }
}

function forgetOldest(windows: Map<string, Window>): void {
  const oldest = windows.keys().next()
  if (!oldest.done) windows.delete(oldest.value)
}
