import { lengthOf, patienceMs, type SpokenLine } from './callee.ts'
import type { Clock } from './clock.ts'
import type { CalleeEnd } from './stream.ts'

/** How often a callee listens whether the caller is still speaking. */
const listenMs = 100

type Stage = {
  readonly clock: Clock
  readonly later: (delayMs: number, run: () => void) => void
  /** Undefined: nobody can hear it. */
  readonly end: CalleeEnd | undefined
  readonly whenDone: () => void
}

/** Says the lines one after the other. */
export function recite(lines: readonly SpokenLine[], stage: Stage): void {
  const [line, ...rest] = lines
  if (!line) return stage.later(0, stage.whenDone)
  whenItsTurn(line, stage, () => {
    if (line.audio) stage.end?.say(line.audio)
    stage.later(lengthOf(line), () => {
      if (line.digits) stage.end?.press(line.digits)
      recite(rest, stage)
    })
  })
}

function whenItsTurn({ afterMs, waitsForCaller }: SpokenLine, stage: Stage, speak: () => void) {
  const { clock, later, end } = stage
  if (!waitsForCaller || !end) return later(afterMs, speak)
  const sinceMs = clock.nowMs()
  const heardBefore = end.heardBytes()
  const listen = (): void => {
    const nowMs = clock.nowMs()
    const wasSpokenTo = end.heardBytes() > heardBefore
    const isMyTurn = wasSpokenTo && nowMs >= end.heardUntilMs() + afterMs
    if (isMyTurn || (!wasSpokenTo && nowMs >= sinceMs + patienceMs)) return speak()
    later(listenMs, listen)
  }
  listen()
}
