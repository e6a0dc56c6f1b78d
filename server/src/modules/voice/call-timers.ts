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

  pause(ms: number): Promise<void> {
    return new Promise((done) => this.after(ms, done))
  }

  /** Resolves when the work is done, and not later than that. */
  async within(work: Promise<void> | undefined, ms: number): Promise<void> {
    await Promise.race([work, this.pause(ms)])
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
