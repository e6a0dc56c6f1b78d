import { heardText, type Sentence } from './heard-text.ts'
import { callRate, type Loudspeaker } from './port.ts'

export type Finished = {
  /** How much of the audio was heard. */
  readonly heardMs: number
  readonly wasInterrupted: boolean
  readonly text: string
}

type PlayoutEvents = {
  readonly onStarted: (atMs: number) => void
  readonly onFinished: (finished: Finished) => void
  readonly onHeard: (samples: Int16Array, atMs: number) => void
}

type Clock = { readonly now: () => number }

/** What is due is done at multiples of this, since the player began. */
const frameMs = 20
/** So much is sent at once, and told as heard at once: each time costs. */
const batchMs = 100
const samplesPerMs = callRate / 1_000
/** Sent ahead of its time: longer would be lost on an interruption, shorter would stutter. */
const leadMs = 400
/** A far end that never echoes a mark has played everything by then. */
const patienceMs = 1_500
/** More than this nobody hears late. */
const longestLatencyMs = 1_500

type Part = {
  readonly sentences: Sentence[]
  readonly chunks: Int16Array[]
  samples: number
  /** No further audio belongs to it. */
  isWhole: boolean
  /** Samples sent, and samples heard, from its beginning. */
  sent: number
  heard: number
  /** When its sample 0 would have been played, had it not paused. */
  startedAtMs: number | undefined
  mark: string | undefined
}

/**
 * Plays what the agent says in real time, and knows at each moment how much of it was heard. Parts
 * follow each other; each ends in exactly one `onFinished`.
 */
export class Playout {
  readonly #speaker: Loudspeaker
  readonly #events: PlayoutEvents
  readonly #clock: Clock
  readonly #parts: Part[] = []
  #timer: NodeJS.Timeout | undefined
  /** When the timer is due, and since when its multiples count. */
  #dueMs = 0
  #beganMs: number | undefined
  #isPaused = false
  #marks = 0
  /** Of the way to the far end and its buffers, learnt from marks. */
  #latencyMs = 0
  #isLatencyKnown = false

  constructor(speaker: Loudspeaker, events: PlayoutEvents, clock: Clock) {
    this.#speaker = speaker
    this.#events = events
    this.#clock = clock
  }

  /** How much later than sent something is heard; undefined until the far end told. */
  get latencyMs(): number | undefined {
    return this.#isLatencyKnown ? this.#latencyMs : undefined
  }

  get isBusy(): boolean {
    return this.#parts.length > 0
  }

  /** What is still to be heard of what there is; Infinity while the voice makes more. */
  remainingMs(): number {
    if (this.#parts.some((part) => !part.isWhole)) return Infinity
    this.#settle()
    return this.#parts.reduce((sum, part) => sum + (part.samples - part.heard) / samplesPerMs, 0)
  }

  /** Adds audio to the part that is open; `text` begins with it. */
  add(samples: Int16Array, text?: string): void {
    const part = this.#openPart()
    if (text) part.sentences.push({ text, startMs: part.samples / samplesPerMs })
    if (samples.length === 0) return
    part.chunks.push(samples)
    part.samples += samples.length
    this.#tick()
    this.#plan()
  }

  /** Nothing further belongs to the open part. */
  end(): void {
    const last = this.#parts.at(-1)
    if (!last || last.isWhole) return
    last.isWhole = true
    this.#tick()
    this.#plan()
  }

  /** Silence at once. Every part that there is ends here. */
  clear(): void {
    if (this.#parts.length === 0) return
    this.#settle()
    this.#speaker.clear()
    this.#isPaused = false
    for (let part = this.#parts.shift(); part; part = this.#parts.shift()) {
      const heardMs = part.heard / samplesPerMs
      const text = heardText(part.sentences, audioMsOf(part), heardMs)
      this.#events.onFinished({ heardMs, wasInterrupted: true, text })
    }
    this.#stop()
  }

  pause(): void {
    if (this.#isPaused) return
    this.#settle()
    this.#isPaused = true
    this.#stop()
    const part = this.#parts[0]
    if (!part) return
    this.#speaker.clear()
    // What was sent and not heard is gone there; it is sent again.
    part.sent = part.heard
    part.mark = undefined
    part.startedAtMs = undefined
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#tick()
    this.#plan()
  }

  reachedMark(name: string): void {
    const part = this.#parts[0]
    if (!part || part.mark !== name) return
    const late = this.#clock.now() - this.#endOf(part)
    this.#isLatencyKnown = true
    this.#latencyMs = Math.min(longestLatencyMs, Math.max(0, (this.#latencyMs + late) / 2))
    this.#finish(part)
    this.#plan()
  }

  close(): void {
    this.#parts.length = 0
    this.#stop()
  }

  #openPart(): Part {
    const last = this.#parts.at(-1)
    if (last && !last.isWhole) return last
    const part: Part = {
      sentences: [],
      chunks: [],
      samples: 0,
      isWhole: false,
      sent: 0,
      heard: 0,
      startedAtMs: undefined,
      mark: undefined,
    }
    this.#parts.push(part)
    return part
  }

  /** Looks again when something is due, and not before. */
  #plan(): void {
    const [part] = this.#parts
    if (!part || this.#isPaused) return this.#stop()
    const now = this.#clock.now()
    this.#beganMs ??= now
    const idleMs = Math.min(batchMs, this.#idleMs(part, now))
    const soonest = Math.floor((now - this.#beganMs) / frameMs) + 1
    const wanted = Math.ceil((now + idleMs - this.#beganMs) / frameMs)
    const dueMs = this.#beganMs + Math.max(soonest, wanted) * frameMs
    if (this.#timer && dueMs === this.#dueMs) return
    clearTimeout(this.#timer)
    this.#dueMs = dueMs
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#tick()
      this.#plan()
    }, dueMs - now)
  }

  /** How long nothing will be due for a part. */
  #idleMs(part: Part, now: number): number {
    if (part.startedAtMs === undefined) return batchMs
    const aheadMs = part.startedAtMs + part.sent / samplesPerMs - now
    if (part.sent < part.samples) return aheadMs - (leadMs - batchMs)
    if (part.isWhole) return this.#overAt(part) - now
    // Until the voice is too slow; from then on, the gap is measured.
    return aheadMs > 0 ? aheadMs : frameMs
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#beganMs = undefined
  }

  #tick(): void {
    const part = this.#parts[0]
    if (!part || this.#isPaused) return this.#stop()
    const now = this.#clock.now()
    if (part.startedAtMs === undefined) {
      if (part.samples === 0) {
        if (part.isWhole) this.#finish(part)
        return
      }
      // Continues where it was paused.
      part.startedAtMs = now - part.sent / samplesPerMs
      if (part.sent === 0) this.#events.onStarted(now)
    }
    this.#send(part, part.startedAtMs, now)
    this.#hear(part, now)
    if (!part.isWhole || part.sent < part.samples) return
    this.#markEnd(part)
    if (now >= this.#overAt(part)) this.#finish(part)
  }

  #send(part: Part, startedAtMs: number, now: number): void {
    const sentMs = part.sent / samplesPerMs
    // The engine was slower than the voice: the gap does not count as heard.
    if (now - startedAtMs > sentMs && part.sent === part.samples && !part.isWhole) {
      part.startedAtMs = now - sentMs
      return
    }
    const dueMs = Math.min(part.samples / samplesPerMs, now - startedAtMs + leadMs)
    const due = Math.floor(dueMs * samplesPerMs)
    if (due <= part.sent) return
    this.#speaker.play(cut(part, part.sent, due))
    part.sent = due
  }

  #hear(part: Part, now: number): void {
    const startedAtMs = part.startedAtMs ?? now
    const elapsedMs = Math.max(0, now - startedAtMs - this.#latencyMs)
    const heard = Math.min(part.sent, Math.floor(elapsedMs * samplesPerMs))
    if (heard <= part.heard) return
    const atMs = startedAtMs + part.heard / samplesPerMs
    this.#events.onHeard(cut(part, part.heard, heard), atMs)
    part.heard = heard
  }

  #markEnd(part: Part): void {
    if (part.mark !== undefined || !this.#speaker.mark) return
    this.#marks += 1
    part.mark = `said-${this.#marks}`
    this.#speaker.mark(part.mark)
  }

  /** Brings what was heard up to this moment. */
  #settle(): void {
    const part = this.#parts[0]
    if (part?.startedAtMs !== undefined && !this.#isPaused) this.#hear(part, this.#clock.now())
  }

  #endOf(part: Part): number {
    return (part.startedAtMs ?? this.#clock.now()) + audioMsOf(part)
  }

  /** When it is over, if the far end does not say so before. */
  #overAt(part: Part): number {
    const overdueMs = part.mark === undefined ? this.#latencyMs : this.#latencyMs + patienceMs
    return this.#endOf(part) + overdueMs
  }

  #finish(part: Part): void {
    if (part.heard < part.samples && part.startedAtMs !== undefined) {
      const atMs = part.startedAtMs + part.heard / samplesPerMs
      this.#events.onHeard(cut(part, part.heard, part.samples), atMs)
      part.heard = part.samples
    }
    this.#parts.shift()
    const heardMs = audioMsOf(part)
    const text = heardText(part.sentences, heardMs, Infinity)
    this.#events.onFinished({ heardMs, wasInterrupted: false, text })
    if (this.#parts.length === 0) this.#stop()
    else this.#tick()
  }
}

function audioMsOf({ samples }: Part): number {
  return samples / samplesPerMs
}

/** Copies samples from one position to another, across chunks. */
function cut({ chunks }: Part, from: number, to: number): Int16Array {
  const out = new Int16Array(to - from)
  let start = 0
  for (const chunk of chunks) {
    const end = start + chunk.length
    if (end > from && start < to) {
      const first = Math.max(from, start)
      out.set(chunk.subarray(first - start, Math.min(to, end) - start), first - from)
    }
    start = end
    if (start >= to) break
  }
  return out
}
