import { monitorEventLoopDelay } from 'node:perf_hooks'

export type LoadWatch = {
  /**
   * How late the event loop is, in milliseconds: nine of ten turns are not later. The better one of the
   * last two stretches of time, so that one long task does not count. 0 until there were two.
   */
  readonly lagMs: () => number
  readonly close: () => void
}

const resolutionMs = 20
const usualWindowMs = 2_000
const share = 90

/** Watches from the first question on: a server that takes no calls is not kept awake. */
export function watchLoad(windowMs = usualWindowMs): LoadWatch {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  let last = 0
  let before = 0
  let timer: NodeJS.Timeout | undefined

  function watch(): void {
    delay.enable()
    timer = setInterval(() => {
      before = last
      last = Math.max(0, delay.percentile(share) / 1e6 - resolutionMs)
      delay.reset()
    }, windowMs)
    timer.unref()
  }

  return {
    lagMs() {
      if (!timer) watch()
      return Math.min(last, before)
    },
    close() {
      clearInterval(timer)
      timer = undefined
      delay.disable()
    },
  }
}
