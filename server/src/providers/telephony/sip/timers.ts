import type { Clock } from '../simulated/clock.ts'

/** Timers of one thing, so that none outlives it. */
export type Timers = {
  /** What it answers calls it off. */
  readonly after: (delayMs: number, run: () => void) => () => void
  readonly clear: () => void
}

export function openTimers(clock: Clock): Timers {
  const running = new Set<() => void>()
  return {
    after(delayMs, run) {
      const cancel = clock.after(delayMs, () => {
        running.delete(cancel)
        run()
      })
      running.add(cancel)
      return () => {
        running.delete(cancel)
        cancel()
      }
    },
    clear() {
      for (const cancel of running) cancel()
      running.clear()
    },
  }
}

/** Of RFC 3261, section 17: the round trip, the longest pause between retransmissions, a message's life. */
const t1Ms = 500
export const t2Ms = 4_000
export const t4Ms = 5_000
export const transactionMs = 64 * t1Ms

/** Does something again and again: after T1, and each time after twice as long, up to `mostMs`. */
export function repeat(timers: Timers, mostMs: number, run: () => void): () => void {
  let cancel = () => {}
  const wait = (delayMs: number): void => {
    cancel = timers.after(delayMs, () => {
      run()
      wait(Math.min(delayMs * 2, mostMs))
    })
  }
  wait(t1Ms)
  return () => cancel()
}
