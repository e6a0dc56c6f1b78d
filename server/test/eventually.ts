const intervalMs = 10

/** Answers what `read` gives as soon as it satisfies `enough`; throws with it after the deadline. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  enough: (value: T) => boolean,
  deadlineMs = 30_000,
): Promise<T> {
  const giveUpAt = performance.now() + deadlineMs
  for (;;) {
    const value = await read()
    if (enough(value)) return value
    if (performance.now() > giveUpAt) {
      throw new Error(`Waited ${deadlineMs} ms in vain; at last it was ${JSON.stringify(value)}`)
    }
    await new Promise((resolve) => {
      setTimeout(resolve, intervalMs)
    })
  }
}
