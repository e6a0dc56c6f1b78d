import type { CallTimers } from './call-timers.ts'

/** How long thinking is silent before it sounds, and from one sound to the next. */
const afterMs = 800

/** Lets it be heard that somebody thinks; what it answers ends that, and is safe to repeat. */
export function thinkAloud(timers: CallTimers, sound: () => void): () => void {
  let timer: NodeJS.Timeout
  const next = () => {
    timer = timers.after(afterMs, () => {
      sound()
      next()
    })
  }
  next()
  return () => timers.clear(timer)
}
