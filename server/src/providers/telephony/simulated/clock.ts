/** What the simulated carrier knows of time. */
export type Clock = {
  readonly nowMs: () => number
  /** Runs something later; what it answers calls that off. */
  readonly after: (delayMs: number, run: () => void) => () => void
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
  readonly now: () => Date
  /**
   * Moves on, and runs in order what falls due on the way. `settle` is awaited after each moment at
   * which something ran; unless given, until the promises that are ready have gone on.
   */
  readonly advance: (ms: number, settle?: () => Promise<void>) => Promise<void>
  /** Moves to the next moment at which something is due; false when nothing is. */
  readonly toNext: (settle?: () => Promise<void>) => Promise<boolean>
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
  const heap: Timer[] = []
  let order = 0

  return {
    add(atMs: number, run: () => void) {
      const timer: Timer = { atMs, order: (order += 1), run }
      heap.push(timer)
      waiting += 1
      rise(heap)
      return () => {
        if (timer.run !== undefined) waiting -= 1
        timer.run = undefined
      }
    },
    nextMs(): number | undefined {
      return firstOf(heap)?.atMs
    },
    takeDue(nowMs: number): (() => void) | undefined {
      const first = firstOf(heap)
      if (!first || first.atMs > nowMs) return undefined
      takeFirst(heap)
      waiting -= 1
      const { run } = first
      first.run = undefined
      return run
    },
    count: () => waiting,
  }
}

// A binary heap: ten thousand calls have some fifty thousand timers.

function isBefore(heap: readonly Timer[], i: number, j: number): boolean {
  const [a, b] = [heap[i], heap[j]]
  if (!a || !b) return false
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}

function swap(heap: Timer[], i: number, j: number): void {
  const [a, b] = [heap[i], heap[j]]
  if (a && b) [heap[i], heap[j]] = [b, a]
}

/** Brings the last one to its place. */
function rise(heap: Timer[]): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1
    if (!isBefore(heap, at, parent)) return
    swap(heap, at, parent)
    at = parent
  }
}

/** Brings the first one to its place. */
function sink(heap: Timer[]): void {
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    let least = at
    if (isBefore(heap, left, least)) least = left
    if (isBefore(heap, right, least)) least = right
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function takeFirst(heap: Timer[]): void {
  const last = heap.pop()
  if (!last || heap.length === 0) return
  heap[0] = last
  sink(heap)
}

/** Of those that were not called off. */
function firstOf(heap: Timer[]): Timer | undefined {
  while (heap[0] && heap[0].run === undefined) takeFirst(heap)
  return heap[0]
}
