import { type Listeners, openListeners } from '../listeners.ts'
import {
  type CallSnapshot,
  type CarrierListener,
  isFinal,
  type TelephonyFailure,
  TelephonyError,
  type TelephonyPort,
} from '../port.ts'
import { refusalOfDigits, refusalOfPlacement } from '../request-rules.ts'
import { type CallOptions, openCall, type SimulatedCall } from './call.ts'
import { type Callee, type CalleeDirectory, calleeByEnding } from './callee.ts'
import { type Clock, realClock } from './clock.ts'

const provider = 'simulated'
/** Calls that are over and can still be asked for; the oldest are forgotten. */
const rememberedCalls = 50_000

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
  listen(listener: CarrierListener): () => void
  calleeOf: CalleeDirectory
  /** Somebody calls; answers the id of the call, whether it was taken or turned down. */
  callIn(call: { from: string; to: string; callee: Callee }): Promise<string>
  /** What the callee heard until now, in μ-law; only with `keepsHeard`. */
  heard(callId: string): Uint8Array
  digitsSentTo(callId: string): string
  /** Calls that are not over. */
  liveCalls(): number
  /** Ends all calls. */
  close(): void
}

export function openSimulatedCarrier(options: SimulatedOptions): SimulatedCarrier {
  const { newId, clock = realClock, calleeOf = calleeByEnding, listeners = openListeners() } = options
  const calls = new Map<string, SimulatedCall>()
  const byKey = new Map<string, string>()
  const keyOf = new Map<string, string>()
  let live = 0
  const isTooFast = openPace(clock, options.callsPerSecond)

  function open(
    callee: Callee,
    wanted: Parameters<typeof openCall>[0]['wanted'],
    callId = newId(),
  ): SimulatedCall {
    const callOptions: CallOptions = {
      clock,
      listeners,
      detectionMs: options.detectionMs ?? 0,
      keepsHeard: options.keepsHeard ?? false,
      onOver() {
        live -= 1
      },
    }
    const call = openCall({ callId, callee, wanted }, callOptions)
    calls.set(callId, call)
    live += 1
    forgetOldest()
    call.begin()
    return call
  }

  function forgetOldest(): void {
    if (calls.size <= rememberedCalls) return
    for (const [callId, call] of calls) {
      if (calls.size <= rememberedCalls) return
      if (!isFinal(call.status())) continue
      calls.delete(callId)
      byKey.delete(keyOf.get(callId) ?? '')
      keyOf.delete(callId)
    }
  }

  function get(callId: string): SimulatedCall {
    const call = calls.get(callId)
    if (!call) throw refuse('not_found', `There is no call ${callId}.`)
    return call
  }

  function getAnswered(callId: string): SimulatedCall {
    const call = get(callId)
    const status = call.status()
    if (status === 'answered' || status === 'detected') return call
    throw refuse('ended', `The call ${callId} is not going on: it is ${status}.`)
  }

  const snapshotOf = (call: SimulatedCall): CallSnapshot => ({
    callId: call.callId,
    status: call.status(),
    cause: call.cause(),
    durationS: call.durationS(),
  })

  const carrier: SimulatedCarrier = {
    name: provider,
    listen: listeners.listen,
    calleeOf,
    async placeCall(request) {
      const known = byKey.get(request.idempotencyKey)
      if (known !== undefined) return { callId: known }
      const refusal = refusalOfPlacement(request)
      if (refusal) throw refuse('refused', refusal)
      if (isTooFast()) throw refuse('limited', 'Too many calls are begun at once.')
      const callee = calleeOf(request.to)
      if (callee.kind === 'refused') throw refuse(callee.failure, 'The carrier refuses the call.')
      const { callId } = open(callee, request)
      byKey.set(request.idempotencyKey, callId)
      keyOf.set(callId, request.idempotencyKey)
      return { callId }
    },
    async findCall(callId) {
      const call = calls.get(callId)
      return call && snapshotOf(call)
    },
    async findPlaced({ idempotencyKey }) {
      const call = calls.get(byKey.get(idempotencyKey) ?? '')
      return call && snapshotOf(call)
    },
    async hangUp(callId) {
      get(callId).hangUp()
    },
    async transfer(callId) {
      getAnswered(callId).transfer()
    },
    async sendDigits(callId, { digits }) {
      const refusal = refusalOfDigits(digits)
      if (refusal) throw refuse('refused', refusal)
      getAnswered(callId).sendDigits(digits)
    },
    async callIn({ from, to, callee }) {
      const callId = newId()
      const stream = await listeners.offer({ carrier, callId, from, to })
      if (!stream) return callId
      const calling = { ...callee, ...('afterRings' in callee && { afterRings: 0 }) }
      open(calling, { reference: '', stream }, callId)
      return callId
    },
    heard: (callId) => get(callId).heard(),
    digitsSentTo: (callId) => get(callId).digits(),
    liveCalls: () => live,
    close() {
      for (const call of calls.values()) call.hangUp()
    },
  }
  return carrier
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

