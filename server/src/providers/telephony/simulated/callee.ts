import type { CarrierCause, TelephonyFailure } from '../port.ts'

/** Something a simulated person says once the line is open. */
export type SpokenLine = {
  /** Silence before it, in milliseconds, after the line before; or after the beep of a voicemail. */
  readonly afterMs: number
  /** The words; for transcripts of calls without a live conversation. */
  readonly text: string
  /** μ-law at 8 kHz; undefined says nothing audible for as long as the words would take. */
  readonly audio?: Uint8Array | undefined
  /** Keys pressed after the words. */
  readonly digits?: string | undefined
  /**
   * Waits until the caller has said something since the line before, and counts `afterMs` from the end
   * of that; speaks all the same after {@link patienceMs}. Only where there is a stream.
   */
  readonly waitsForCaller?: boolean | undefined
}

/** How long a callee waits to be spoken to. */
export const patienceMs = 15_000

/** How a simulated callee behaves. A ring is six seconds, as in Europe and America. */
export type Callee =
  /** Picks up, says the lines, and hangs up after them; `staysMs` keeps the line open until then. */
  | {
      readonly kind: 'answers'
      readonly afterRings: number
      readonly lines: readonly SpokenLine[]
      /** From the answer; undefined hangs up when the lines are said. */
      readonly staysMs?: number | undefined
    }
  /** A machine: greets, beeps, and records until the caller hangs up or `recordsMs` are over. */
  | {
      readonly kind: 'voicemail'
      readonly afterRings: number
      readonly greeting: SpokenLine
      readonly recordsMs: number
    }
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'declined'; readonly afterRings: number }
  /** Calls of this caller are turned down by the network or the callee's list. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'invalid' }
  | {
      readonly kind: 'fails'
      readonly fault: 'account' | 'carrier'
      readonly cause: CarrierCause
    }
  /** The carrier does not even take the call: `placeCall` throws. */
  | { readonly kind: 'refused'; readonly failure: TelephonyFailure }

/** Who answers at a number. */
export type CalleeDirectory = (to: string) => Callee

export const ringMs = 6_000

/** How long words take without audio: some 170 words a minute. */
const msPerCharacter = 60
const shortestMs = 400

export function lengthOf({ text, audio }: SpokenLine): number {
  return audio ? audio.length / 8 : Math.max(shortestMs, text.length * msPerCharacter)
}

const line = (afterMs: number, text: string): SpokenLine => ({
  afterMs,
  text,
  waitsForCaller: true,
})

const talks = (afterRings: number): Callee => ({
  kind: 'answers',
  afterRings,
  lines: [
    { afterMs: 300, text: 'Hello?' },
    line(700, 'Yes, I have a moment. What is it about?'),
    line(800, 'That sounds interesting. Please send me the details.'),
    line(600, 'Thank you. Goodbye.'),
  ],
})

const byEnding: Readonly<Record<string, Callee>> = {
  '01': { kind: 'busy' },
  '02': { kind: 'no-answer' },
  '03': {
    kind: 'voicemail',
    afterRings: 2,
    greeting: { afterMs: 300, text: 'Nobody can take your call. Leave a message after the tone.' },
    recordsMs: 60_000,
  },
  '04': { kind: 'declined', afterRings: 1 },
  '05': { kind: 'invalid' },
  '06': { kind: 'fails', fault: 'carrier', cause: { sip: 503, q850: 41 } },
  '07': { kind: 'blocked' },
  '08': { kind: 'fails', fault: 'account', cause: { sip: 403 } },
}

/** By the last two digits: 01 to 08 go wrong, each in its way; others answer after 0 to 3 rings. */
export const calleeByEnding: CalleeDirectory = (to) =>
  byEnding[to.slice(-2)] ?? talks(Number(to.at(-1)) % 4)
