import type { CarrierCause, TelephonyFailure } from '../port.ts'

/** Something a simulated person says once the line is open. */
export type SpokenLine = {
  /** Silence before it, in milliseconds, after the line before; or after the beep of a voicemail. */
  readonly afterMs: number
  /** The words; for transcripts of calls without a live conversation. */
  readonly text: string
  /** μ-law at 8 kHz; undefined says nothing audible for as long as the words would take. */
  readonly audio?: Uint8Array | undefined
}

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

export type CalleeKind = Callee['kind']

/** Who answers at a number. */
export type CalleeDirectory = (to: string) => Callee

export const ringMs = 6_000
