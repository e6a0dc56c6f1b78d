import { openInbox } from '../inbox.ts'
import { frameBytesOf, frameMs, type MediaStream, telephoneFormat } from '../media.ts'
import type { Clock } from './clock.ts'
import { openPlayout } from './playout.ts'

/** μ-law for no sound at all. */
const silence = 0xff
const frameBytes = frameBytesOf(telephoneFormat)

/** The callee's end of a stream. */
export type CalleeEnd = {
  readonly stream: MediaStream
  /** Adds to what the callee says. */
  readonly say: (audio: Uint8Array) => void
  readonly press: (digits: string) => void
  /** When the caller has been heard to its end so far, and how much of it there was. */
  readonly heardUntilMs: () => number
  readonly heardBytes: () => number
  /** All the callee has heard until now, when the carrier keeps it. */
  readonly heard: () => Uint8Array
  readonly end: () => void
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
  const voice = openVoice()
  let frames = 0
  let stopTicking: () => void = () => {}

  /** By the schedule, not by when the timer fired: a late one sends what it owes. */
  function tick(): void {
    const due = Math.floor((clock.nowMs() - startMs) / frameMs)
    for (; frames < due; frames += 1) {
      inbox.push({ type: 'audio', bytes: voice.nextFrame(), atMs: frames * frameMs })
    }
    stopTicking = clock.after(startMs + (frames + 1) * frameMs - clock.nowMs(), tick)
  }
  tick()

  return {
    stream: {
      ...described,
      format: telephoneFormat,
      incoming: inbox.inputs,
      play: playout.play,
      mark: playout.mark,
      clear: playout.clear,
    },
    say: voice.say,
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

/** What the callee says, cut into frames. */
function openVoice() {
  let saying: readonly Uint8Array[] = []
  let offset = 0
  return {
    say: (audio: Uint8Array): void => {
      saying = [...saying, audio]
    },
    nextFrame(): Uint8Array {
      const frame = new Uint8Array(frameBytes).fill(silence)
      for (let filled = 0; filled < frameBytes && saying[0]; ) {
        const part = saying[0].subarray(offset, offset + frameBytes - filled)
        frame.set(part, filled)
        filled += part.length
        offset += part.length
        if (offset < saying[0].length) continue
        saying = saying.slice(1)
        offset = 0
      }
      return frame
    },
  }
}
