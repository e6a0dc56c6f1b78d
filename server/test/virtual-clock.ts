import { vi } from 'vitest'

/** What is virtual: timers, the time of day, and time that is measured. All else is real. */
const virtual = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
] as const

/** Work that no timer waits for takes no virtual time; more real time than this, it hangs. */
const stuckAfterMs = 20_000
/** Turns of the event loop in a row without anything under way, until a moment is over. */
const quietTurns = 2
/** A database or a disk that takes more turns is waited for: turning on only costs. */
const busyTurns = 4

export type VirtualClock = Disposable & {
  /** Jumps from timer to timer until it is so. Throws after so much virtual time. */
  readonly runUntil: (isSo: () => boolean, withinMs: number) => Promise<void>
  /** Lets so much virtual time pass. */
  readonly pass: (ms: number) => Promise<void>
  /** Timers that wait. */
  readonly waiting: () => number
}

/**
 * A clock that stands still while anything is worked on, and then jumps to the next timer. Databases,
 * files and sockets are real: `isBusy` says whether one of them still works for this moment.
 */
export function startVirtualClock(at: Date, isBusy: () => boolean): VirtualClock {
  const { setTimeout: realTimeout } = globalThis
  vi.useFakeTimers({ now: at, toFake: [...virtual], shouldClearNativeTimers: true })

  async function settle(): Promise<void> {
    const since = process.hrtime.bigint()
    let busy = 0
    for (let quiet = 0; quiet < quietTurns; ) {
      await new Promise<void>((done) => {
        if (busy < busyTurns) setImmediate(done)
        else realTimeout(done, 1)
      })
      const isWaiting = isBusy()
      quiet = isWaiting ? 0 : quiet + 1
      busy = isWaiting ? busy + 1 : 0
      if (Number(process.hrtime.bigint() - since) / 1e6 > stuckAfterMs) {
        throw new Error('Something is under way and does not end without the clock.')
      }
    }
  }

  async function run(isSo: () => boolean, withinMs: number): Promise<boolean> {
    const until = Date.now() + withinMs
    // So that no jump goes beyond it.
    const limit = setTimeout(() => {}, withinMs)
    for (;;) {
      await settle()
      const isReached = isSo()
      if (isReached || Date.now() >= until) {
        clearTimeout(limit)
        return isReached
      }
      vi.advanceTimersToNextTimer()
    }
  }

  return {
    async runUntil(isSo, withinMs) {
      if (await run(isSo, withinMs)) return
      throw new Error(`It was not so within ${withinMs / 1_000} virtual seconds.`)
    },
    async pass(ms) {
      await run(() => false, ms)
    },
    waiting: () => vi.getTimerCount(),
    [Symbol.dispose]: () => void vi.useRealTimers(),
  }
}

/** Counts what is under way in things of the outside world. */
export function watchWork() {
  let underWay = 0
  function track<T>(work: T): T {
    if (!(work instanceof Promise)) return work
    underWay += 1
    void work.then(ended, ended)
    return work
  }
  const ended = () => {
    underWay -= 1
  }
  return {
    isBusy: () => underWay > 0,
    track,
    /** The same, with each of its methods that promises something counted until that is done. */
    watched: <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]) => track(Reflect.apply(value, target, given) as unknown)
        },
      }),
  }
}
