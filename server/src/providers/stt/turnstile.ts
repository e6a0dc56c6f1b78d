/** Lets one in at a time, in the order of arrival. */
export type Turnstile = {
  /** Resolves when it is one's turn; answers what ends it. Rejects when the signal aborts first. */
  readonly enter: (signal: AbortSignal | undefined) => Promise<() => void>
  readonly waiting: () => number
}

export function openTurnstile(): Turnstile {
  const queue: (() => void)[] = []
  let isTaken = false

  function leave(): void {
    const next = queue.shift()
    if (next) next()
    else isTaken = false
  }

  /** However often it is called, one's turn ends once. */
  function turn(): () => void {
    let isOver = false
    return () => {
      if (!isOver) leave()
      isOver = true
    }
  }

  return {
    waiting: () => queue.length,
    async enter(signal) {
      signal?.throwIfAborted()
      if (!isTaken) {
        isTaken = true
        return turn()
      }
      await new Promise<void>((resolve, reject) => {
        const admit = () => {
          signal?.removeEventListener('abort', giveUp)
          resolve()
        }
        const giveUp = () => {
          queue.splice(queue.indexOf(admit), 1)
          reject(signal?.reason)
        }
        queue.push(admit)
        signal?.addEventListener('abort', giveUp, { once: true })
      })
      return turn()
    },
  }
}
