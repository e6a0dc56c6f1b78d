export type WindowLimits = {
  readonly all: number
  readonly heavy: number
  readonly windowMs: number
}

const documented: WindowLimits = { all: 60, heavy: 30, windowMs: 60_000 }

/** Counts requests of each key in windows of a minute, as Fathom documents it. */
export function openWindows(wanted: Partial<WindowLimits> = {}) {
  const limits = { ...documented, ...wanted }
  const windows = new Map<string, { startedAt: number; all: number; heavy: number }>()
  return {
    take(key: string, heavy: boolean) {
      const now = Date.now()
      let window = windows.get(key)
      if (!window || window.startedAt + limits.windowMs <= now) {
        window = { startedAt: now, all: 0, heavy: 0 }
        windows.set(key, window)
      }
      const kind = heavy && limits.heavy - window.heavy <= limits.all - window.all ? 'heavy' : 'all'
      const allowed = window[kind] < limits[kind]
      if (allowed) {
        window.all += 1
        if (heavy) window.heavy += 1
      }
      const resetS = Math.ceil((window.startedAt + limits.windowMs - now) / 1_000)
      const headers: Record<string, string> = {
        'ratelimit-limit': String(limits[kind]),
        'ratelimit-remaining': String(Math.max(0, limits[kind] - window[kind])),
        'ratelimit-reset': String(resetS),
        ...(!allowed && { 'retry-after': String(resetS) }),
      }
      return { allowed, headers }
    },
  }
}
