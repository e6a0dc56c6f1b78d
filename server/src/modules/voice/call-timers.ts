/** Timers of one call, so that none outlives it. */
export class CallTimers {
  readonly #timers = new Set<NodeJS.Timeout>()

  after(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
    return timer
  }

  clear(timer: NodeJS.Timeout | undefined): void {
    if (!timer) return
    clearTimeout(timer)
    this.#timers.delete(timer)
  }

  clearAll(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}
