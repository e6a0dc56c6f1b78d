export type SilenceWatch = {
  /** Somebody speaks, thinks or writes. */
  readonly busy: () => void
  /** Nobody does, from now on. */
  readonly quiet: () => void
  /** The caller said something: the count begins anew. */
  readonly heard: () => void
  /** For good. */
  readonly stop: () => void
}

/** Tells when nobody has said anything for a while, and how many times that was so. */
export function watchSilence(afterMs: number, onSilence: (times: number) => void): SilenceWatch {
  let times = 0
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const busy = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const fire = () => {
    timer = undefined
    times += 1
    onSilence(times)
  }
  return {
    busy,
    quiet() {
      busy()
      if (!isStopped) timer = setTimeout(fire, afterMs)
    },
    heard() {
      times = 0
    },
    stop() {
      isStopped = true
      busy()
    },
  }
}
