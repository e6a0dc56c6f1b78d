import { callRate } from '../src/providers/voice-engine/index.ts'
import { frameMs, frameSamples, lengthOf, noiseFrame, speechFrame, wait } from './scripted-voice.ts'

/** Seconds since the answer. */
type At = { readonly at: number }

/** What the caller does, and when. */
export type Doing = At &
  (
    | {
        readonly says: string
        /** Seconds; 60 ms a character unless given. */
        readonly lasting?: number
        /** ISO 639-1, where the ears find it out. */
        readonly language?: string
        /** Shows only that they listen. */
        readonly asListener?: boolean
        /** Height of the voice, in Hz. */
        readonly hertz?: number
      }
    /** A sound without words, that many seconds long; `level` of PCM16. */
    | { readonly noise: number; readonly level?: number }
    | { readonly presses: string }
    | { readonly writes: string }
    | { readonly hangsUp: true }
    /** Anything else: what happens to the call from outside. */
    | { readonly does: () => void }
  )

type Span = { startMs: number; endMs: number }
type SaidSpan = Span & { readonly kind: 'words' | 'backchannel' | 'noise' }

/** A microphone goes on for so long after a sound, and sends nothing then. */
const tailMs = 640
/** Between silence and speech. */
const usualNoise = 3_000
/** Softer sounds are the room or a keyboard, not the agent's voice. */
const voiceLevel = 2_000

/** Where the agent's voice comes out: what is heard there, and when, with the delay of the way. */
export function openEarpiece(answeredMs: () => number, { delayMs = 0 } = {}) {
  const heard: Span[] = []
  const quiet: Span[] = []
  const clears: number[] = []
  let until = 0
  let pending: { readonly name: string; readonly timer: NodeJS.Timeout }[] = []
  let reached: (name: string) => void = () => {}
  const now = () => Date.now() - answeredMs()

  function add(list: Span[], startMs: number, endMs: number): void {
    const last = list.at(-1)
    if (last && startMs - last.endMs < 1) last.endMs = endMs
    else list.push({ startMs, endMs })
  }

  return {
    /** When the agent's voice was heard, and when other sounds were. */
    heard,
    quiet,
    /** When it was told to be silent at once. */
    clears,
    onMark(listener: (name: string) => void): void {
      reached = listener
    },
    play(samples: Int16Array): void {
      const startMs = Math.max(now() + delayMs, until)
      until = startMs + (samples.length * 1_000) / callRate
      const isVoice = samples.some((sample) => Math.abs(sample) >= voiceLevel)
      add(isVoice ? heard : quiet, startMs, until)
    },
    clear(): void {
      clears.push(now())
      until = now()
      const last = heard.at(-1)
      if (last && last.endMs > until) last.endMs = Math.max(last.startMs, until)
      // As carriers do: what was to be echoed after dropped sound comes back at once.
      const dropped = pending
      pending = []
      for (const { name, timer } of dropped) {
        clearTimeout(timer)
        reached(name)
      }
    },
    mark(name: string): void {
      const timer = setTimeout(
        () => {
          pending = pending.filter((one) => one.name !== name)
          reached(name)
        },
        Math.max(0, until - now()),
      )
      pending.push({ name, timer })
    },
    hangUp(): void {
      for (const { timer } of pending) clearTimeout(timer)
      pending = []
    },
  }
}

type Far = {
  readonly hear: (samples: Int16Array) => void
  readonly pressed: (digit: string) => void
  readonly wrote: (text: string) => void
  readonly hangUp: () => void
}

/** Everything the caller says, with its number and length; the ears need it. */
export function linesOf(doings: readonly Doing[]) {
  return doings.flatMap((doing) =>
    'says' in doing
      ? [
          {
            text: doing.says,
            ms: soundMsOf(doing),
            ...(doing.language && { language: doing.language }),
          },
        ]
      : [],
  )
}

/** Does all of it, each at its time. Resolves when nothing is left to do. */
export async function actAsCaller(
  doings: readonly Doing[],
  far: Far,
  isOver: () => boolean,
): Promise<void> {
  const microphone = openMicrophone(far.hear, isOver)
  const startMs = Date.now()
  let line = 0
  for (const doing of doings.toSorted((one, other) => one.at - other.at)) {
    await wait(Math.max(0, startMs + doing.at * 1_000 - Date.now()))
    if (isOver()) return
    if ('says' in doing) {
      const ofLine = line
      line += 1
      microphone.sound(soundMsOf(doing), (frame) => speechFrame(ofLine, frame, doing.hertz))
    } else if ('noise' in doing) {
      microphone.sound(soundMsOf(doing), () => noiseFrame(doing.level ?? usualNoise))
    } else if ('presses' in doing) for (const digit of doing.presses) far.pressed(digit)
    else if ('writes' in doing) far.wrote(doing.writes)
    else if ('does' in doing) doing.does()
    else far.hangUp()
  }
}

function soundMsOf(doing: Doing): number {
  if ('noise' in doing) return doing.noise * 1_000
  if (!('says' in doing)) return 0
  return doing.lasting === undefined ? lengthOf(doing.says) : doing.lasting * 1_000
}

/** When the caller made which sound. */
export function spansOf(doings: readonly Doing[], untilMs: number): SaidSpan[] {
  return doings.flatMap((doing): SaidSpan[] => {
    const startMs = doing.at * 1_000
    const lengthMs = soundMsOf(doing)
    if (lengthMs === 0 || startMs >= untilMs) return []
    const endMs = Math.min(untilMs, startMs + lengthMs)
    if ('noise' in doing) return [{ startMs, endMs, kind: 'noise' }]
    const isListening = 'says' in doing && doing.asListener === true
    return [{ startMs, endMs, kind: isListening ? 'backchannel' : 'words' }]
  })
}

/** Sends 20 ms every 20 ms, each when it is over, as long as there is something to hear. */
function openMicrophone(send: (samples: Int16Array) => void, isOver: () => boolean) {
  let queue: Int16Array[] = []
  let timer: NodeJS.Timeout | undefined
  const silence = new Int16Array(frameSamples)
  const tick = () => {
    const frame = queue.shift()
    if (!frame || isOver()) {
      clearInterval(timer)
      timer = undefined
      queue = []
      return
    }
    send(frame)
  }
  return {
    sound(ms: number, frameAt: (frame: number) => Int16Array): void {
      const frames = Array.from({ length: ms / frameMs }, (_, frame) => frameAt(frame))
      // Whoever speaks again does not finish the silence first.
      queue = [...frames, ...Array.from({ length: tailMs / frameMs }, () => silence)]
      if (timer === undefined) timer = setInterval(tick, frameMs)
    },
  }
}
