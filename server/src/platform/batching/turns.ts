/** One turn at a time; a wish during a turn leads to another one. */
export function runInTurn(turn: () => Promise<void>) {
  let running: Promise<void> | undefined
  let soon: NodeJS.Immediate | undefined
  let isWanted = false
  let isStopped = false
  const later = new Set<NodeJS.Timeout>()

  function want(): void {
    if (isStopped) return
    if (running) isWanted = true
    else soon ??= setImmediate(start)
  }

  function start(): void {
    soon = undefined
    isWanted = false
    running = turn().finally(() => {
      running = undefined
      if (isWanted) want()
    })
  }

  return {
    want,
    /** At a moment on the clock of `performance.now()`. */
    wantAt(atMs: number): void {
      const timer = setTimeout(
        () => {
          later.delete(timer)
          want()
        },
        Math.max(1, atMs - performance.now()),
      )
      later.add(timer)
    },
    async stop(): Promise<void> {
      isStopped = true
      clearImmediate(soon)
      for (const timer of later) clearTimeout(timer)
      await running
    },
  }
}
