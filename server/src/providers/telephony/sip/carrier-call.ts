import { meaningOf } from '../cause-rules.ts'
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
import type { Clock } from '../simulated/clock.ts'
import { openDetection } from './answer-detection.ts'
import type { Leg, LegEnd } from './leg.ts'
import type { InviteFailure } from './outgoing-invite.ts'
import { openTimers, type Timers } from './timers.ts'

const defaultRingTimeoutS = 30
/** After a transfer nobody may tell how it went. */
const transferWithinMs = 90_000
/** Whoever asked for a transfer knows that it was taken before the stream ends. */
const fallSilentAfterMs = 200

type CallWish = Pick<
  PlaceCallRequest,
  'reference' | 'ringTimeoutS' | 'maxDurationS' | 'machineDetection' | 'stream'
>

type Options = {
  readonly callId: string
  readonly wish: CallWish
  readonly clock: Clock
  readonly listeners: Listeners
  /** Takes back the INVITE. */
  readonly cancel: () => void
}

/** One call, as those who listen are told of it: every step once, and one end. */
export class CarrierCall {
  readonly callId: string
  readonly #options: Options
  readonly #timers: Timers
  #status: CallStatus = 'initiated'
  #cause: CarrierCause | undefined
  #leg: Leg | undefined
  #answeredAtMs: number | undefined
  #durationS: number | undefined
  #isUnwanted = false
  #hasRungOut = false
  #isTransferred = false

  constructor(options: Options) {
    this.callId = options.callId
    this.#options = options
    this.#timers = openTimers(options.clock)
  }

  get isOver(): boolean {
    return isFinal(this.#status)
  }

  /** Undefined: nobody can be heard there now. */
  get leg(): Leg | undefined {
    return this.isOver || this.#isTransferred ? undefined : this.#leg
  }

  snapshot(): CallSnapshot {
    const { callId } = this
    return { callId, status: this.#status, cause: this.#cause, durationS: this.#durationS }
  }

  /** The carrier has taken the call on. */
  taken(): void {
    this.#tell('initiated')
    const { ringTimeoutS = defaultRingTimeoutS } = this.#options.wish
    this.#timers.after(ringTimeoutS * 1_000, () => this.#ringOut())
  }

  ringing(): void {
    if (this.#status === 'initiated') this.#tell('ringing')
  }

  answered(leg: Leg): void {
    const { clock, listeners, wish } = this.#options
    this.#leg = leg
    this.#timers.clear()
    this.#answeredAtMs = clock.nowMs()
    const { machineDetection = 'off', maxDurationS, stream, reference } = wish
    this.#tell('answered', { answeredBy: 'unknown' })
    // Whoever was told may have hung up already.
    if (this.isOver) return
    if (maxDurationS) this.#timers.after(maxDurationS * 1_000, () => this.hangUp())
    if (machineDetection !== 'off') {
      leg.media.overhear(
        openDetection(machineDetection, (detected) => this.#tell('detected', detected)),
      )
    }
    if (!stream) return
    const { callId } = this
    const { parameters } = stream
    listeners.hand(leg.media.streamOf({ callId, reference, parameters }))
  }

  failed({ status: sip, q850, why }: InviteFailure): void {
    if (this.#isUnwanted) return this.#finish('canceled')
    const cause = why === 'refused' ? { sip, q850 } : { sip, message: wordsFor[why] }
    if (this.#hasRungOut) return this.#finish('no-answer', { cause: { sip: 487, q850: 19 } })
    // Nobody has answered our call at all: that is no silence of the one who was called.
    const meaning = why === 'refused' ? meaningOf({ sip, q850 }) : undefined
    const { status = 'failed', fault = 'carrier' } = meaning ?? {}
    this.#finish(status, { cause, ...(status === 'failed' && { fault }) })
  }

  ended({ q850 }: LegEnd): void {
    this.#finish('completed', { ...(q850 !== undefined && { cause: { q850 } }) })
  }

  hangUp(): void {
    if (this.isOver) return
    if (this.#leg) return this.#leg.bye()
    this.#isUnwanted = true
    this.#options.cancel()
  }

  /** Answers the status with which the other side takes it. */
  async transfer(uri: string, ringTimeoutS: number | undefined): Promise<number> {
    const leg = this.leg
    if (!leg) return 481
    const status = await leg.refer(uri, () => leg.bye())
    if (status >= 300) return status
    this.#isTransferred = true
    this.#timers.after(fallSilentAfterMs, () => leg.media.fallSilent())
    const waitMs = transferWithinMs + (ringTimeoutS ?? 0) * 1_000
    this.#timers.after(waitMs, () => leg.bye())
    return status
  }

  #ringOut(): void {
    this.#hasRungOut = true
    this.#options.cancel()
  }

  #finish(status: FinalStatus, more: Partial<CallEvent> = {}): void {
    if (this.isOver) return
    this.#cause = more.cause
    if (this.#answeredAtMs !== undefined) {
      const { clock } = this.#options
      this.#durationS = Math.round((clock.nowMs() - this.#answeredAtMs) / 1_000)
    }
    this.#tell(status, { ...more, durationS: this.#durationS })
  }

  #tell(status: CallStatus, more: Partial<CallEvent> = {}): void {
    if (this.isOver) return
    this.#status = status
    const { clock, listeners, wish } = this.#options
    if (isFinal(status)) this.#timers.clear()
    const { callId } = this
    const at = new Date(clock.nowMs())
    const { reference } = wish
    listeners.tell({ callId, reference, status, at, sequence: stepOf(status), ...more })
  }
}

const wordsFor = {
  timeout: 'The carrier did not answer.',
  unreachable: 'The carrier could not be reached.',
} as const
