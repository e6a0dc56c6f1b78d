/** A terminal signals every process of `npm start` at once and npm passes it on: one wish, not two. */
const sameWishMs = 1_000
const lookIntervalMs = 500

/**
 * Settles on the first signal to stop, with its name. A later one ends the process at once.
 * With the number of our parent process, also when that is gone. npm needs it: told to stop, it ends
 * its shell, which tells nobody.
 */
export function untilToldToStop(parent: number | undefined): Promise<string> {
  return new Promise((resolve) => {
    let toldAt: number | undefined
    const told = (signal: string) => {
      const now = performance.now()
      if (toldAt !== undefined && now - toldAt > sameWishMs) process.exit(1)
      toldAt ??= now
      resolve(signal)
    }
    process.on('SIGINT', told)
    process.on('SIGTERM', told)
    process.on('SIGHUP', told)
    if (parent === undefined) return
    const look = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(look)
      resolve('the process that started it is gone')
    }, lookIntervalMs)
    look.unref()
  })
}
