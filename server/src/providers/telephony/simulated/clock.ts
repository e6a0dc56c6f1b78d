/** What the simulated carrier knows of time. */
export type Clock = {
  nowMs(): number
  /** Runs something later; what it answers calls that off. */
  after(delayMs: number, run: () => void): () => void
}

/** The computer's clock. Waiting for it does not keep the process alive. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until it is moved. */
export type VirtualClock = Clock & {
  now(): Date
  /**
   * Moves on, and runs in order what falls due on the way. `settle` is awaited after each moment at
   * which something ran; unless given, until the promises that are ready have gone on.
   */
  advance(ms: number, settle?: () => Promise<void>): Promise<void>
  /** Moves to the next moment at which something is due; false when nothing is. */
  toNext(settle?: () => Promise<void>): Promise<boolean>
  /** How much is waiting. */
  readonly waiting: number
}

type Timer = {
  readonly atMs: number
  readonly order: number
  /** Undefined: called off, or done. */
  run: (() => void) | undefined
}

export function openVirtualClock(startMs = Date.UTC(2026, 0, 5, 9)): VirtualClock {
  const timers = openTimers()
  let nowMs = startMs

  async function runDue(settle: () => Promise<void>): Promise<void> {
    for (let run = timers.takeDue(nowMs); run; run = timers.takeDue(nowMs)) run()
    await settle()
  }

  async function moveTo(untilMs: number, settle: () => Promise<void>): Promise<void> {
    for (let next = timers.nextMs(); next !== undefined && next <= untilMs; ) {
      nowMs = Math.max(nowMs, next)
      await runDue(settle)
      next = timers.nextMs()
    }
    nowMs = untilMs
  }

  return {
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    after(delayMs, run) {
      return timers.add(nowMs + Math.max(0, delayMs), run)
    },
    async advance(ms, settle = settlePromises) {
      await moveTo(nowMs + ms, settle)
    },
    async toNext(settle = settlePromises) {
      const next = timers.nextMs()
      if (next === undefined) return false
      await moveTo(Math.max(nowMs, next), settle)
      return true
    },
    get waiting() {
      return timers.count()
    },
  }
}

const settlePromises = () => new Promise<void>((done) => setImmediate(done))

/** Timers by time, and of one time in the order in which they were set. */
function openTimers() {
  let waiting = 0
  // A binary heap: ten thousand calls have some fifty thousand timers.
  const heap: Timer[] = []
  let order = 0
  const isBefore = (a: Timer, b: Timer) =>
    a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

  function swap(i: number, j: number): void {
    const [a, b] = [heap[i], heap[j]]
    if (a && b) [heap[i], heap[j]] = [b, a]
  }
  function rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!isBeforeAt(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  function sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (isBeforeAt(left, least)) least = left
      if (isBeforeAt(right, least)) least = right
      if (least === at) return
      swap(at, least)
      at = least
    }
  }
  function isBeforeAt(i: number, j: number): boolean {
    const [a, b] = [heap[i], heap[j]]
    return a !== undefined && b !== undefined && isBefore(a, b)
  }
  function takeFirst(): Timer | undefined {
    const [first] = heap
    const last = heap.pop()
    if (last && heap.length > 0) {
      heap[0] = last
      sink()
    }
    return first
  }
  function dropCancelled(): void {
    while (heap[0] && heap[0].run === undefined) takeFirst()
  }

  return {
    add(atMs: number, run: () => void) {
      const timer: Timer = { atMs, order: (order += 1), run }
      heap.push(timer)
      waiting += 1
      rise(heap.length - 1)
      return () => {
        if (timer.run !== undefined) waiting -= 1
        timer.run = undefined
      }
    },
    nextMs(): number | undefined {
      dropCancelled()
      return heap[0]?.atMs
    },
    takeDue(nowMs: number): (() => void) | undefined {
      dropCancelled()
      const [first] = heap
      if (!first || first.atMs > nowMs) return undefined
      takeFirst()
      waiting -= 1
      const { run } = first
      first.run = undefined
      return run
    },
    count: () => waiting,
  }
}
