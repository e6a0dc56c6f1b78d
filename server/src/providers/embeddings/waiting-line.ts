type Waiting = {
  readonly texts: readonly string[]
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: unknown) => void
}

/** Batches of texts that are embedded one after the other, urgent ones first. */
export type WaitingLine = {
  readonly join: (texts: readonly string[], isUrgent: boolean) => Promise<readonly Float32Array[]>
}

export function openWaitingLine(options: {
  readonly run: (texts: readonly string[]) => Promise<readonly Float32Array[]>
  /** Somebody joined an empty line. */
  readonly onBusy: () => void
  /** Nobody waits any more. */
  readonly onIdle: () => void
}): WaitingLine {
  const urgent: Waiting[] = []
  const patient: Waiting[] = []
  let isBusy = false
  const takeNext = () => urgent.shift() ?? patient.shift()

  async function work(): Promise<void> {
    if (isBusy) return
    isBusy = true
    options.onBusy()
    for (let next = takeNext(); next; next = takeNext()) {
      try {
        next.resolve(await options.run(next.texts))
      } catch (error) {
        next.reject(error)
      }
    }
    isBusy = false
    options.onIdle()
  }

  return {
    join(texts, isUrgent) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
      const line = isUrgent ? urgent : patient
      line.push({ texts, resolve, reject })
      void work()
      return promise
    },
  }
}
