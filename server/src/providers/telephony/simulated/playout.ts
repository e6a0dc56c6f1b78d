import { frameBytesOf, frameMs, telephoneFormat } from '../media.ts'
import type { Clock } from './clock.ts'

const bytesPerMs = frameBytesOf(telephoneFormat) / frameMs

export type Playout = {
  readonly play: (audio: Uint8Array) => void
  readonly mark: (name: string) => void
  readonly clear: () => void
  /** When all that was played so far has been heard. */
  readonly untilMs: () => number
  /** How much was ever played. */
  readonly bytes: () => number
  /** What was heard until now, when it is kept. */
  readonly heard: () => Uint8Array
  readonly end: () => void
}

/** What the caller plays, as the callee hears it: in real time, and cut off by `clear`. */
export function openPlayout(
  clock: Clock,
  keepsHeard: boolean,
  onMark: (name: string) => void,
): Playout {
  let untilMs = 0
  let bytes = 0
  let queue: readonly Queued[] = []
  let marks: { readonly name: string; readonly cancel: () => void }[] = []
  const kept: Uint8Array[] = []

  /** Moves what was played by now from the queue to what is kept. */
  function settle(): void {
    const { played, rest } = splitAt(clock.nowMs(), queue)
    if (keepsHeard) kept.push(...played)
    queue = rest
  }

  return {
    play(audio) {
      const fromMs = Math.max(untilMs, clock.nowMs())
      untilMs = fromMs + audio.length / bytesPerMs
      bytes += audio.length
      if (keepsHeard) queue = [...queue, { audio, fromMs }]
    },
    mark(name) {
      const cancel = clock.after(Math.max(0, untilMs - clock.nowMs()), () => {
        marks = marks.filter((waiting) => waiting !== mark)
        onMark(name)
      })
      const mark = { name, cancel }
      marks.push(mark)
    },
    clear() {
      settle()
      queue = []
      untilMs = Math.min(untilMs, clock.nowMs())
      const dropped = marks
      marks = []
      for (const { name, cancel } of dropped) {
        cancel()
        onMark(name)
      }
    },
    untilMs: () => untilMs,
    bytes: () => bytes,
    heard() {
      settle()
      return Buffer.concat(kept)
    },
    end() {
      settle()
      queue = []
      for (const { cancel } of marks) cancel()
      marks = []
    },
  }
}

type Queued = { readonly audio: Uint8Array; readonly fromMs: number }

function splitAt(nowMs: number, queue: readonly Queued[]) {
  const played = queue.map(({ audio, fromMs }) => {
    const length = Math.floor((nowMs - fromMs) * bytesPerMs)
    return audio.subarray(0, Math.max(0, Math.min(audio.length, length)))
  })
  const rest = queue.flatMap(({ audio, fromMs }, index) => {
    const done = played[index]?.length ?? 0
    const left = audio.subarray(done)
    return left.length > 0 ? [{ audio: left, fromMs: fromMs + done / bytesPerMs }] : []
  })
  return { played, rest }
}
