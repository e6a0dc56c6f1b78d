import { type CallBook as BookOf, openCallBook } from '../call-book.ts'
import { type Listeners, openListeners } from '../listeners.ts'
import {
  type CarrierListener,
  type PlaceCallRequest,
  type TelephonyFailure,
  TelephonyError,
  type TelephonyPort,
} from '../port.ts'
import { refusalOfDigits, refusalOfPlacement } from '../request-rules.ts'
import { SimulatedCall, type WantedCall } from './call.ts'
import { type Callee, type CalleeDirectory, calleeByEnding } from './callee.ts'
import { type Clock, realClock } from './clock.ts'

const provider = 'simulated'

type CallBook = BookOf<SimulatedCall>

export type SimulatedOptions = {
  readonly newId: () => string
  readonly clock?: Clock
  readonly calleeOf?: CalleeDirectory
  /** Calls begun a second; more are refused as `limited`. As many as wanted unless said. */
  readonly callsPerSecond?: number
  /** How long the carrier listens before it tells `detected`; 0, unless said, tells with `answered`. */
  readonly detectionMs?: number
  /** Keeps what callees heard, for `heard`. */
  readonly keepsHeard?: boolean
  /** Instead of listeners of its own. */
  readonly listeners?: Listeners
}

/** A carrier in this process, whose callees follow scripts. */
export type SimulatedCarrier = TelephonyPort & {
  readonly listen: (listener: CarrierListener) => () => void
  readonly calleeOf: CalleeDirectory
  /** Somebody calls; answers the id of the call, whether it was taken or turned down. */
  readonly callIn: (call: { from: string; to: string; callee: Callee }) => Promise<string>
  /** What the callee heard until now, in μ-law; only with `keepsHeard`. */
  readonly heard: (callId: string) => Uint8Array
  readonly digitsSentTo: (callId: string) => string
  /** Calls that are not over. */
  readonly liveCalls: () => number
  /** Ends all calls. */
  readonly close: () => void
}

export function openSimulatedCarrier(options: SimulatedOptions): SimulatedCarrier {
  const { newId, calleeOf = calleeByEnding, listeners = openListeners() } = options
  const book = openCallBook<SimulatedCall>()
  const { begin, live } = openExchange({ ...options, listeners }, book)
  const place = openPlacing({ ...options, calleeOf }, { book, begin })

  const carrier: SimulatedCarrier = {
    name: provider,
    ...commandsOf(book),
    listen: listeners.listen,
    calleeOf,
    placeCall: async (request) => place(request),
    checkNumber: async () => [
      { name: 'carrier', ok: true, message: 'The simulated carrier is in this process.' },
    ],
    async callIn({ from, to, callee }) {
      const callId = newId()
      const stream = await listeners.offer({ carrier, callId, from, to })
      if (!stream) return callId
      const calling = { ...callee, ...('afterRings' in callee && { afterRings: 0 }) }
      begin({ callId, callee: calling, wanted: { reference: '', stream } })
      return callId
    },
    heard: (callId) => get(book, callId).heard(),
    digitsSentTo: (callId) => get(book, callId).digits,
    liveCalls: live,
    close() {
      for (const call of book.all()) call.hangUp()
    },
  }
  return carrier
}

type Begin = (call: WantedCall, key?: string) => void

/** Where calls begin, and are counted until they are over. */
function openExchange(
  options: SimulatedOptions & { readonly listeners: Listeners },
  book: CallBook,
): { readonly begin: Begin; readonly live: () => number } {
  const { clock = realClock, listeners, detectionMs = 0, keepsHeard = false } = options
  let live = 0
  const onOver = () => {
    live -= 1
  }
  return {
    begin(call, key) {
      live += 1
      book.add(new SimulatedCall(call, { clock, listeners, detectionMs, keepsHeard, onOver }), key)
    },
    live: () => live,
  }
}

function openPlacing(
  options: SimulatedOptions & { readonly calleeOf: CalleeDirectory },
  { book, begin }: { readonly book: CallBook; readonly begin: Begin },
) {
  const { newId, calleeOf, clock = realClock } = options
  const isTooFast = openPace(clock, options.callsPerSecond)
  return (request: PlaceCallRequest): { readonly callId: string } => {
    const { idempotencyKey: key } = request
    const known = book.findByKey(key)
    if (known) return { callId: known.callId }
    const refusal = refusalOfPlacement(request)
    if (refusal) throw refuse('refused', refusal)
    if (isTooFast()) throw refuse('limited', 'Too many calls are begun at once.')
    const callee = calleeOf(request.to)
    if (callee.kind === 'refused') throw refuse(callee.failure, 'The carrier refuses the call.')
    const callId = newId()
    begin({ callId, callee, wanted: request }, key)
    return { callId }
  }
}

/** What can be done with calls that are there. */
function commandsOf(
  book: CallBook,
): Pick<TelephonyPort, 'findCall' | 'findPlaced' | 'hangUp' | 'transfer' | 'sendDigits'> {
  return {
    findCall: async (callId) => book.find(callId)?.snapshot(),
    findPlaced: async ({ idempotencyKey }) => book.findByKey(idempotencyKey)?.snapshot(),
    async hangUp(callId) {
      get(book, callId).hangUp()
    },
    async transfer(callId) {
      getAnswered(book, callId).transfer()
    },
    async sendDigits(callId, { digits }) {
      const refusal = refusalOfDigits(digits)
      if (refusal) throw refuse('refused', refusal)
      getAnswered(book, callId).digits += digits
    },
  }
}

function get(book: CallBook, callId: string): SimulatedCall {
  const call = book.find(callId)
  if (!call) throw refuse('not_found', `There is no call ${callId}.`)
  return call
}

function getAnswered(book: CallBook, callId: string): SimulatedCall {
  const call = get(book, callId)
  if (call.isAnswered) return call
  throw refuse('ended', `The call ${callId} is not going on.`)
}

function refuse(failure: TelephonyFailure, sentence: string): TelephonyError {
  return new TelephonyError(provider, failure, sentence)
}

/** Whether as many calls as are allowed were begun within the last second. */
function openPace(clock: Clock, callsPerSecond = Number.POSITIVE_INFINITY): () => boolean {
  let begun: number[] = []
  return () => {
    if (callsPerSecond === Number.POSITIVE_INFINITY) return false
    const nowMs = clock.nowMs()
    begun = begun.filter((atMs) => atMs > nowMs - 1_000)
    if (begun.length >= callsPerSecond) return true
    begun.push(nowMs)
    return false
  }
}
