import { frameBytesOf, frameMs, type MediaInput, type MediaStream, telephoneFormat } from '../media.ts'
import type { Clock } from './clock.ts'

/** μ-law for no sound at all. */
const silence = 0xff
const frameBytes = frameBytesOf(telephoneFormat)
const bytesPerMs = frameBytes / frameMs
/** A reader that is this far behind has gone; what comes then is dropped. */
const maxWaiting = 15_000

/** The callee's end of a stream. */
export type CalleeEnd = {
  readonly stream: MediaStream
  /** Adds to what the callee says. */
  say(audio: Uint8Array): void
  press(digits: string): void
  /** When the caller has been heard to its end so far, and how much of it there was. */
  heardUntilMs(): number
  heardBytes(): number
  /** All the callee has heard until now, when the carrier keeps it. */
  heard(): Uint8Array
  end(): void
}

type Described = Pick<MediaStream, 'callId' | 'reference' | 'parameters'>

/** Frames go to the caller all the time, with silence where nothing is said, as a carrier sends them. */
export function openCalleeEnd(
  described: Described,
  { clock, keepsHeard }: { readonly clock: Clock; readonly keepsHeard: boolean },
): CalleeEnd {
  const startMs = clock.nowMs()
  const inbox = openInbox()
  const playout = openPlayout(clock, keepsHeard, (name) => inbox.push({ type: 'mark', name }))
  let saying: Uint8Array[] = []
  let offset = 0
  let frames = 0
  let stopTicking: () => void = () => {}

  function nextFrame(): Uint8Array {
    const frame = new Uint8Array(frameBytes).fill(silence)
    for (let filled = 0; filled < frameBytes && saying[0]; ) {
      const part = saying[0].subarray(offset, offset + frameBytes - filled)
      frame.set(part, filled)
      filled += part.length
      offset += part.length
      if (offset >= saying[0].length) {
        saying = saying.slice(1)
        offset = 0
      }
    }
    return frame
  }

  /** By the schedule, not by when the timer fired: a late one sends what it owes. */
  function tick(): void {
    const due = Math.floor((clock.nowMs() - startMs) / frameMs)
    for (; frames < due; frames += 1) {
      inbox.push({ type: 'audio', bytes: nextFrame(), atMs: frames * frameMs })
    }
    stopTicking = clock.after(startMs + (frames + 1) * frameMs - clock.nowMs(), tick)
  }
  tick()

  return {
    stream: {
      ...described,
      format: telephoneFormat,
      incoming: inbox,
      play: playout.play,
      mark: playout.mark,
      clear: playout.clear,
    },
    say(audio) {
      saying = [...saying, audio]
    },
    press(digits) {
      for (const digit of digits) inbox.push({ type: 'digit', digit })
    },
    heardUntilMs: playout.untilMs,
    heardBytes: playout.bytes,
    heard: playout.heard,
    end() {
      stopTicking()
      playout.end()
      inbox.end()
    },
  }
}

/** What the caller plays, as the callee hears it: in real time, and cut off by `clear`. */
function openPlayout(clock: Clock, keepsHeard: boolean, onMark: (name: string) => void) {
  let untilMs = 0
  let bytes = 0
  let queue: { readonly audio: Uint8Array; readonly fromMs: number }[] = []
  let marks: { readonly name: string; readonly cancel: () => void }[] = []
  const kept: Uint8Array[] = []

  /** Moves what was played by now from the queue to what is kept. */
  function settle(): void {
    const nowMs = clock.nowMs()
    const played = queue.map(({ audio, fromMs }) => {
      const length = Math.floor((nowMs - fromMs) * bytesPerMs)
      return audio.subarray(0, Math.max(0, Math.min(audio.length, length)))
    })
    if (keepsHeard) kept.push(...played)
    queue = queue.flatMap(({ audio, fromMs }, index) => {
      const done = played[index]?.length ?? 0
      const rest = audio.subarray(done)
      return rest.length > 0 ? [{ audio: rest, fromMs: fromMs + done / bytesPerMs }] : []
    })
  }

  return {
    play(audio: Uint8Array) {
      const fromMs = Math.max(untilMs, clock.nowMs())
      untilMs = fromMs + audio.length / bytesPerMs
      bytes += audio.length
      if (keepsHeard) queue.push({ audio, fromMs })
    },
    mark(name: string) {
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

/** What has come and was not read yet. */
function openInbox(): AsyncIterable<MediaInput> & {
  push(input: MediaInput): void
  end(): void
} {
  const waiting: MediaInput[] = []
  let ended = false
  let wake: () => void = () => {}
  return {
    push(input) {
      if (ended || waiting.length >= maxWaiting) return
      waiting.push(input)
      wake()
    },
    end() {
      ended = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        const inputs = waiting.splice(0)
        yield* inputs
        if (waiting.length > 0) continue
        if (ended) return
        await new Promise<void>((done) => {
          wake = done
        })
      }
    },
  }
}
