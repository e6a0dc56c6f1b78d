import { callRate, type SpeechKind, type UserState } from '../../providers/voice-engine/index.ts'
import type { Timelines } from './turn-taking-rules.ts'

/** Sound that follows so soon belongs to the same stretch: the player counts in frames. */
const followsWithinMs = 40
/** Of PCM16; softer than -42 dB is the breath of a voice, not its words. */
const audible = 256
/** What was transcribed belongs to the stretch that ended then, give or take a few frames. */
const sameEndMs = 200
/** The same of its beginning. */
const sameStartMs = 100
/** Longer calls have no more of them than this. */
const maxStretches = 10_000

type Open = { startMs: number; endMs: number }

/** When who was heard in a call, in milliseconds since the answer. */
export class SpeechTracks {
  readonly #answeredMs: number
  readonly #caller: (Open & { kind: SpeechKind })[] = []
  readonly #agent: Open[] = []
  #callerSince: number | undefined
  /** What is heard of the sound that goes on; undefined: nothing yet. */
  #agentNow: Open | undefined
  /** Where the agent's sound ends so far, silence included. */
  #agentUntil = Number.NEGATIVE_INFINITY

  constructor(answeredMs: number) {
    this.#answeredMs = answeredMs
  }

  callerIs(state: UserState, atMs: number): void {
    if (state === 'speaking') {
      this.#callerSince ??= atMs
      return
    }
    if (this.#callerSince !== undefined) this.#addCaller(this.#callerSince, atMs)
    this.#callerSince = undefined
  }

  /** Until it is told, speech is taken to be words. */
  callerSaid(kind: SpeechKind, endMs: number): void {
    const end = endMs - this.#answeredMs
    const said = this.#caller.findLast((one) => Math.abs(one.endMs - end) <= sameEndMs)
    if (said) said.kind = kind
  }

  /** When the caller's first words since a moment began: a turn counts from there, not from a cough. */
  wordsSince(atMs: number): number {
    const since = atMs - this.#answeredMs
    const words = this.#caller.find(
      ({ kind, startMs }) => kind === 'words' && startMs >= since - sameStartMs,
    )
    return words ? Math.max(atMs, words.startMs + this.#answeredMs) : atMs
  }

  /** Silence at the beginning and end of what was made by a voice is not heard as speech. */
  agentHeard(samples: Int16Array, atMs: number): void {
    const startMs = atMs - this.#answeredMs
    if (startMs - this.#agentUntil > followsWithinMs) this.#agentNow = undefined
    this.#agentUntil = startMs + msOf(samples.length)
    const first = samples.findIndex(isAudible)
    if (first < 0) return
    const endMs = startMs + msOf(samples.findLastIndex(isAudible) + 1)
    if (this.#agentNow) this.#agentNow.endMs = endMs
    else if (this.#agent.length < maxStretches) {
      this.#agentNow = { startMs: startMs + msOf(first), endMs }
      this.#agent.push(this.#agentNow)
    }
  }

  /** What there was until a moment. */
  until(endMs: number): Timelines {
    const end = endMs - this.#answeredMs
    const since = this.#callerSince
    const open = since === undefined ? [] : [this.#toStretch(since, endMs)]
    return { caller: [...this.#caller, ...open], agent: this.#agent, endMs: end }
  }

  #addCaller(startMs: number, endMs: number): void {
    if (this.#caller.length >= maxStretches) return
    this.#caller.push(this.#toStretch(startMs, endMs))
  }

  #toStretch(startMs: number, endMs: number) {
    const start = Math.max(0, startMs - this.#answeredMs)
    const end = Math.max(start, endMs - this.#answeredMs)
    return { startMs: start, endMs: end, kind: 'words' as const }
  }
}

const isAudible = (sample: number) => Math.abs(sample) >= audible
const msOf = (samples: number) => (samples * 1_000) / callRate
