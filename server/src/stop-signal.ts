/** A terminal signals every process of `npm start` at once and npm passes it on: one wish, not two. */
const sameWishMs = 1_000

/**
 * Settles on the first signal to stop, or when the script that started us is gone, with which it
 * was. A later signal ends the process at once.
 */
export function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    let toldAt: number | undefined
    const told = (why: string) => {
      const now = performance.now()
      if (toldAt !== undefined && now - toldAt > sameWishMs) process.exit(1)
      toldAt ??= now
      resolve(why)
    }
    process.on('SIGINT', told)
    process.on('SIGTERM', told)
    if (process.channel) process.on('disconnect', () => told('the start script ended'))
  })
}
