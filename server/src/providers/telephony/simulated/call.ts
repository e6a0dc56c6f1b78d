import type { Listeners } from '../listeners.ts'
import {
  type CallEvent,
  type CallSnapshot,
  type CallStatus,
  type CarrierCause,
  type FinalStatus,
  isFinal,
  type PlaceCallRequest,
  stepOf,
} from '../port.ts'
import { type Callee, lengthOf, ringMs } from './callee.ts'
import type { Clock } from './clock.ts'
import { recite } from './recite.ts'
import { type CalleeEnd, openCalleeEnd } from './stream.ts'

/** From the order to the first ring. */
const setupMs = 500
const defaultRingTimeoutS = 30
/** Between the end of a machine's greeting and its tone's end. */
const toneMs = 1_000
/** How long two people talk after a transfer. */
const transferTalkMs = 10_000

export type CallOptions = {
  readonly clock: Clock
  readonly listeners: Listeners
  /** How long the carrier listens before it says who answered; 0 says so with `answered`. */
  readonly detectionMs: number
  readonly keepsHeard: boolean
  readonly onOver: () => void
}

export type WantedCall = {
  readonly callId: string
  readonly callee: Callee
  readonly wanted: Pick<
    PlaceCallRequest,
    'reference' | 'ringTimeoutS' | 'maxDurationS' | 'machineDetection' | 'stream'
  >
}

/** One call of the simulated carrier, from the first ring to its end. */
export class SimulatedCall {
  readonly callId: string
  /** Digits that were sent to the callee. */
  digits = ''
  readonly #callee: Callee
  readonly #wanted: WantedCall['wanted']
  readonly #options: CallOptions
  readonly #timers = new Set<() => void>()
  #status: CallStatus = 'initiated'
  #cause: CarrierCause | undefined
  #answeredAtMs: number | undefined
  #durationS: number | undefined
  #end: CalleeEnd | undefined

  constructor({ callId, callee, wanted }: WantedCall, options: CallOptions) {
    this.callId = callId
    this.#callee = callee
    this.#wanted = wanted
    this.#options = options
    // Not at once: whoever placed the call is first told its id.
    this.#later(0, () => {
      this.#tell('initiated')
      this.#later(setupMs, () => this.#proceed())
    })
  }

  get isOver(): boolean {
    return isFinal(this.#status)
  }

  get isAnswered(): boolean {
    return this.#answeredAtMs !== undefined && !this.isOver
  }

  snapshot(): CallSnapshot {
    const { callId } = this
    return { callId, status: this.#status, cause: this.#cause, durationS: this.#durationS }
  }

  /** All the callee heard until now. */
  heard(): Uint8Array {
    return this.#end?.heard() ?? new Uint8Array(0)
  }

  hangUp(): void {
    if (!this.isOver) this.#finish(this.isAnswered ? 'completed' : 'canceled')
  }

  /** Our end is out of it; the others talk for a while. */
  transfer(): void {
    this.#stop()
    this.#later(transferTalkMs, () => this.#finish('completed'))
  }

  #later(delayMs: number, run: () => void): void {
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }

  #stop(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#end?.end()
  }

  #tell(status: CallStatus, more: Partial<CallEvent> = {}): void {
    if (this.isOver) return
    this.#status = status
    const { clock, listeners, onOver } = this.#options
    if (isFinal(status)) {
      this.#stop()
      onOver()
    }
    const at = new Date(clock.nowMs())
    const { reference } = this.#wanted
    const sequence = stepOf(status)
    listeners.tell({ callId: this.callId, reference, status, at, sequence, ...more })
  }

  #finish(status: FinalStatus, cause?: CarrierCause, fault?: 'account' | 'carrier'): void {
    this.#cause = cause
    if (this.#answeredAtMs !== undefined) {
      this.#durationS = Math.round((this.#options.clock.nowMs() - this.#answeredAtMs) / 1_000)
    }
    this.#tell(status, { cause, fault, durationS: this.#durationS })
  }

  #proceed(): void {
    const callee = this.#callee
    if (callee.kind === 'busy') this.#finish('busy', { sip: 486, q850: 17 })
    else if (callee.kind === 'blocked') this.#finish('blocked', { sip: 608 })
    else if (callee.kind === 'invalid') this.#finish('invalid', { sip: 404, q850: 1 })
    else if (callee.kind === 'fails') this.#finish('failed', callee.cause, callee.fault)
    else this.#ring()
  }

  #ring(): void {
    this.#tell('ringing')
    const callee = this.#callee
    const timeoutMs = (this.#wanted.ringTimeoutS ?? defaultRingTimeoutS) * 1_000
    const picksUpMs = 'afterRings' in callee ? callee.afterRings * ringMs : timeoutMs
    if (picksUpMs >= timeoutMs) {
      return this.#later(timeoutMs, () => this.#finish('no-answer', { sip: 487, q850: 19 }))
    }
    this.#later(picksUpMs, () => {
      if (callee.kind === 'declined') this.#finish('declined', { sip: 603, q850: 21 })
      else this.#pickUp()
    })
  }

  #pickUp(): void {
    const callee = this.#callee
    const { machineDetection = 'off', maxDurationS } = this.#wanted
    const { clock, detectionMs } = this.#options
    this.#answeredAtMs = clock.nowMs()
    const answeredBy = callee.kind === 'voicemail' ? 'machine' : 'human'
    const isAsked = machineDetection !== 'off'
    const isKnown = isAsked && detectionMs === 0
    this.#tell('answered', { answeredBy: isKnown ? answeredBy : 'unknown' })
    // Whoever was told may have hung up already.
    if (this.isOver) return
    if (isAsked && !isKnown) this.#later(detectionMs, () => this.#tell('detected', { answeredBy }))
    if (maxDurationS) this.#later(maxDurationS * 1_000, () => this.#finish('completed'))
    this.#connect()
    if (callee.kind === 'voicemail') this.#greet(callee)
    if (callee.kind === 'answers') this.#talk(callee)
    if (this.#end) this.#options.listeners.hand(this.#end.stream)
  }

  #connect(): void {
    const { stream, reference } = this.#wanted
    if (!stream) return
    const { clock, keepsHeard } = this.#options
    const described = { callId: this.callId, reference, parameters: stream.parameters }
    this.#end = openCalleeEnd(described, { clock, keepsHeard })
  }

  #greet({ greeting, recordsMs }: Callee & { kind: 'voicemail' }): void {
    this.#recite([greeting])
    const toneEndsMs = greeting.afterMs + lengthOf(greeting) + toneMs
    this.#later(toneEndsMs, () => {
      if (this.#wanted.machineDetection !== 'message') return
      this.#tell('detected', { answeredBy: 'machine', greetingEnded: true })
    })
    this.#later(toneEndsMs + recordsMs, () => this.#finish('completed'))
  }

  #talk({ lines, staysMs }: Callee & { kind: 'answers' }): void {
    if (staysMs === undefined) return this.#recite(lines, () => this.#finish('completed'))
    this.#later(staysMs, () => this.#finish('completed'))
    this.#recite(lines)
  }

  #recite(lines: Parameters<typeof recite>[0], whenDone: () => void = () => {}): void {
    recite(lines, {
      clock: this.#options.clock,
      later: (delayMs, run) => this.#later(delayMs, run),
      end: this.#end,
      whenDone,
    })
  }
}
