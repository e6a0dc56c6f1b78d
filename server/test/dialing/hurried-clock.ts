import type { Clock } from '../../src/providers/telephony/index.ts'

/** A clock for carriers of which all waits are so many times shorter. */
export function hurriedClock(times: number): Clock {
  return {
    nowMs: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs / times)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
