import { ProviderError } from '../provider-error.ts'
import type { MediaStream, StreamRequest } from './media.ts'

/**
 * Where a call stands. `answered` comes at most once, and exactly one of {@link finalStatuses} ends it.
 * `detected` tells who answered when the carrier finds out only after `answered`.
 */
export type CallStatus =
  | 'initiated'
  | 'ringing'
  | 'answered'
  | 'detected'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'declined'
  | 'blocked'
  | 'invalid'
  | 'failed'
  | 'canceled'

/** `completed`: was answered, and is over. The others end a call that nobody answered. */
const finalStatuses = [
  'completed',
  'busy',
  'no-answer',
  'declined',
  'blocked',
  'invalid',
  'failed',
  'canceled',
] as const satisfies readonly CallStatus[]

export type FinalStatus = (typeof finalStatuses)[number]

export function isFinal(status: CallStatus): status is FinalStatus {
  return (finalStatuses as readonly CallStatus[]).includes(status)
}

export type AnsweredBy = 'human' | 'machine' | 'unknown'

/** Why a call went as it went, as far as the carrier said. */
export type CarrierCause = {
  /** SIP status such as 486. */
  readonly sip?: number | undefined
  /** Q.850 cause such as 17. */
  readonly q850?: number | undefined
  /** The vendor's own code, such as Twilio's 21211. */
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/** Steps come in this order: 0 `initiated`, 1 `ringing`, 2 `answered`, 3 `detected`, 4 what ends a call. */
export function stepOf(status: CallStatus): number {
  const before: readonly CallStatus[] = ['initiated', 'ringing', 'answered', 'detected']
  const step = before.indexOf(status)
  return step < 0 ? before.length : step
}

/** A step of a call. A carrier may tell one twice or late; `sequence` says which came first. */
export type CallEvent = {
  /** The carrier's id of the call. */
  readonly callId: string
  /** What `placeCall` was given, unchanged; empty for calls that came in. */
  readonly reference: string
  readonly status: CallStatus
  readonly at: Date
  /** Where the step stands among those of a call: {@link stepOf}. */
  readonly sequence: number
  /**
   * With `answered` and `detected`: who it is. `answered` says `unknown` when nobody asked for
   * detection, and also while detection is going on; then a `detected` follows.
   */
  readonly answeredBy?: AnsweredBy | undefined
  /** The machine's greeting is over: now a message can be left. */
  readonly greetingEnded?: boolean | undefined
  readonly cause?: CarrierCause | undefined
  /**
   * With `failed`. `account`: no credit, wrong credentials or not allowed to call there; every further
   * call would fail too. `carrier`: worth trying again.
   */
  readonly fault?: 'account' | 'carrier' | undefined
  /** Seconds from answer to end; with `completed`. */
  readonly durationS?: number | undefined
}

/** `message`: `answered` by a machine is followed by `detected` once its greeting has ended. */
export type MachineDetection = 'off' | 'fast' | 'message'

export type PlaceCallRequest = {
  /** E.164, of the workspace. */
  readonly from: string
  /** E.164. */
  readonly to: string
  /** Comes back with every event, on whatever node it arrives; at most 300 characters of [\w.:-]. */
  readonly reference: string
  /** A second call with the same key is the first one: the same id is answered, nobody is rung twice. */
  readonly idempotencyKey: string
  /** How long it may ring, in seconds; 30 unless said, 5 to 600. */
  readonly ringTimeoutS?: number
  /** The call ends by itself after this many seconds. */
  readonly maxDurationS?: number
  readonly machineDetection?: MachineDetection
  /** What is connected once somebody answers; undefined leaves the line silent. */
  readonly stream?: StreamRequest | undefined
}

export type PlacedCall = { readonly callId: string }

export type CallSnapshot = {
  readonly callId: string
  readonly status: CallStatus
  readonly cause?: CarrierCause | undefined
  readonly durationS?: number | undefined
}

/** How a call that was placed can be found after a crash, when only the intention is known. */
type PlacedQuery = {
  readonly idempotencyKey: string
  readonly from: string
  readonly to: string
  readonly since: Date
}

type TransferRequest = {
  /** E.164 or a SIP address. */
  readonly to: string
  /** Shown to the one who is called; the number of the call unless said. */
  readonly callerId?: string | undefined
  /** How long it may ring, in seconds. */
  readonly ringTimeoutS?: number | undefined
}

type DigitsRequest = {
  /** 0-9, *, #, A-D, and w for half a second of waiting; 1 to 100. */
  readonly digits: string
  /** What goes on afterwards: carriers that play digits by a command drop the stream for them. */
  readonly stream?: StreamRequest | undefined
}

export type NumberToCheck = {
  /** E.164. */
  readonly number: string
  /** Where the carrier should send calls that come in. */
  readonly voiceUrl: string
}

/** One thing that was looked at, and what was found. */
export type CarrierCheck = {
  readonly name: 'account' | 'number' | 'callbacks' | 'carrier'
  readonly ok: boolean
  /** Of what failed. */
  readonly code?: string
  /** For people. */
  readonly message: string
}

/** A telephone carrier with one account. All calls may throw {@link TelephonyError}. */
export type TelephonyPort = {
  /** `twilio`, `sip`, `simulated`. */
  readonly name: string
  placeCall(request: PlaceCallRequest): Promise<PlacedCall>
  /** Undefined: the carrier does not know it. */
  findCall(callId: string): Promise<CallSnapshot | undefined>
  /** Undefined: nobody was called with this intention. */
  findPlaced(query: PlacedQuery): Promise<CallSnapshot | undefined>
  /** Also cancels a call that still rings. Done already counts as done. */
  hangUp(callId: string): Promise<void>
  /** The other side talks to `to` from now on; our stream ends. */
  transfer(callId: string, request: TransferRequest): Promise<void>
  sendDigits(callId: string, request: DigitsRequest): Promise<void>
  /** Whether calls from and to a number would work, without a call. Absent: only a call can tell. */
  checkNumber?(number: NumberToCheck): Promise<readonly CarrierCheck[]>
}

/** A call that rings at one of the workspace's numbers. */
export type IncomingCall = {
  readonly carrier: TelephonyPort
  readonly callId: string
  readonly from: string
  readonly to: string
  /** Whose number it is, where the carrier knows; else the number alone tells. */
  readonly owner?: string | undefined
}

/** What a carrier tells of its own accord. Twilio's callbacks arrive as HTTP and end here too. */
export type CarrierListener = {
  readonly onEvent?: (event: CallEvent) => void
  /** Answers what to connect the caller to; undefined leaves the call to others, who may turn it down. */
  readonly onIncoming?: (call: IncomingCall) => Promise<StreamRequest | undefined>
  /** The other side can be heard and spoken to. Of Twilio, streams arrive at a WebSocket instead. */
  readonly onStream?: (stream: MediaStream) => void
}

/**
 * `bad_credentials`: the account is not accepted. `account`: no credit, or not allowed to call there.
 * `limited`: too many calls a second. `invalid_number`: nobody can be called there. `not_found`: no
 * such call. `ended`: the call is over. `refused`: the request itself is wrong. `unavailable`: no
 * answer, or none that makes sense; whether the call was placed is not known.
 */
export type TelephonyFailure =
  | 'bad_credentials'
  | 'account'
  | 'limited'
  | 'invalid_number'
  | 'not_found'
  | 'ended'
  | 'refused'
  | 'unavailable'

export class TelephonyError extends ProviderError {
  readonly failure: TelephonyFailure
  readonly carrierCause: CarrierCause | undefined

  constructor(
    provider: string,
    failure: TelephonyFailure,
    sentence: string,
    carrierCause?: CarrierCause,
  ) {
    super(provider, failure === 'limited' || failure === 'unavailable', sentence)
    this.failure = failure
    this.carrierCause = carrierCause
  }
}
