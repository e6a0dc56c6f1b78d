import { randomUUID } from 'node:crypto'
import { type CallBook, openCallBook } from '../call-book.ts'
import type { Listeners } from '../listeners.ts'
import {
  type PlaceCallRequest,
  type PlacedCall,
  TelephonyError,
  type TelephonyFailure,
  type TelephonyPort,
} from '../port.ts'
import { refusalOfDigits, refusalOfPlacement } from '../request-rules.ts'
import { CarrierCall } from './carrier-call.ts'
import { type Core, openMedia } from './core.ts'
import type { Headers } from './message.ts'
import type { SipTrunk } from './line.ts'
import { type InviteFailure, OutgoingInvite } from './outgoing-invite.ts'
import { findRoute, type Route, type Ways } from './route.ts'

const provider = 'sip'

/** Keys whose calls are remembered in this process; the oldest are forgotten. */
const rememberedKeys = 50_000

type Calls = CallBook<CarrierCall>

export type Exchange = {
  readonly core: Core
  readonly ways: Ways
  readonly calls: Calls
  readonly placing: Map<string, Promise<PlacedCall>>
  readonly listeners: () => Listeners
  /** Since when this process speaks SIP. */
  readonly openedAtMs: number
}

export function openExchange(given: Omit<Exchange, 'calls' | 'placing' | 'openedAtMs'>): Exchange {
  const calls = openCallBook<CarrierCall>()
  return { ...given, calls, placing: new Map(), openedAtMs: given.core.clock.nowMs() }
}

/** A trunk as a carrier. The calls of all trunks are in one book: their ids are ours. */
export function sipCarrier(exchange: Exchange, trunk: SipTrunk): TelephonyPort {
  const { calls, placing } = exchange
  return {
    name: provider,
    ...commandsOf(calls, trunk),
    placeCall(request) {
      const key = keyOf(trunk, request)
      const known = placing.get(key)
      if (known) return known
      const placed = place(exchange, trunk, request)
      placing.set(key, placed)
      // What was surely not placed may be tried again with the same key.
      placed.catch(() => placing.delete(key))
      if (placing.size > rememberedKeys) placing.delete(placing.keys().next().value ?? '')
      return placed
    },
    async findPlaced({ idempotencyKey, from, since }) {
      const call = calls.findByKey(keyOf(trunk, { idempotencyKey, from }))
      if (call) return call.snapshot()
      if (since.getTime() >= exchange.openedAtMs) return undefined
      // Another process was to place it, and took what it knew along: perhaps it rang.
      return { callId: `lost-${idempotencyKey}`, status: 'failed' }
    },
  }
}

const keyOf = (
  { address }: SipTrunk,
  { idempotencyKey, from }: Pick<PlaceCallRequest, 'idempotencyKey' | 'from'>,
) => [address, from, idempotencyKey].join(' ')

function commandsOf(
  calls: Calls,
  trunk: SipTrunk,
): Pick<TelephonyPort, 'findCall' | 'hangUp' | 'transfer' | 'sendDigits'> {
  return {
    findCall: async (callId) => calls.find(callId)?.snapshot(),
    async hangUp(callId) {
      get(calls, callId).hangUp()
    },
    async transfer(callId, { to, ringTimeoutS }) {
      const call = get(calls, callId)
      if (!call.leg) throw refuse('ended', `The call ${callId} is not going on.`)
      const uri = referTarget(to, trunk)
      if (uri === undefined) throw refuse('refused', 'Hand over to a number or a SIP address.')
      const sip = await call.transfer(uri, ringTimeoutS)
      if (sip < 300) return
      const sentence = `The other side does not hand the call over (${sip}).`
      throw new TelephonyError(provider, 'refused', sentence, { sip })
    },
    async sendDigits(callId, { digits }) {
      const refusal = refusalOfDigits(digits)
      if (refusal) throw refuse('refused', refusal)
      const { leg } = get(calls, callId)
      if (!leg) throw refuse('ended', `The call ${callId} is not going on.`)
      leg.media.sendDigits(digits)
    },
  }
}

function referTarget(to: string, { address }: SipTrunk): string | undefined {
  if (/^\+?\d{3,15}$/.test(to)) return `sip:${to}@${address}`
  return /^sips?:[^\s<>"]{1,255}$/i.test(to) ? to : undefined
}

function get(calls: Calls, callId: string): CarrierCall {
  const call = calls.find(callId)
  if (!call) throw refuse('not_found', `There is no call ${callId}.`)
  return call
}

const refuse = (failure: TelephonyFailure, sentence: string) =>
  new TelephonyError(provider, failure, sentence)

/** Answers once the carrier has taken the call on, or throws why it does not. */
async function place(
  exchange: Exchange,
  trunk: SipTrunk,
  request: PlaceCallRequest,
): Promise<PlacedCall> {
  const refusal = refusalOfPlacement(request)
  if (refusal) throw refuse('refused', refusal)
  const { core } = exchange
  const route = await findRoute(core, exchange.ways, { trunk, to: request.to })
  if ('failure' in route) throw refuse(route.failure, route.sentence)
  const media = await openMedia(core, route.flow.address)
  if (!media) throw refuse('limited', 'No port for the sound of another call is free.')
  return new Promise((resolve, reject) =>
    invite(exchange, { trunk, request, route, media, resolve, reject }),
  )
}

type Placing = {
  readonly trunk: SipTrunk
  readonly request: PlaceCallRequest
  readonly route: Route
  readonly media: NonNullable<Awaited<ReturnType<typeof openMedia>>>
  readonly resolve: (placed: PlacedCall) => void
  readonly reject: (error: TelephonyError) => void
}

function invite(exchange: Exchange, placing: Placing): void {
  const { core, calls, listeners } = exchange
  const { trunk, request, route, media, resolve, reject } = placing
  const callId = randomUUID()
  const call = new CarrierCall({
    callId,
    wish: request,
    clock: core.clock,
    listeners: listeners(),
    cancel: () => outgoing.cancel(),
  })
  const onTaken = () => {
    calls.add(call, keyOf(trunk, request))
    call.taken()
    resolve({ callId })
  }
  const outgoing: OutgoingInvite = new OutgoingInvite(
    core,
    {
      flow: route.flow,
      uri: route.uri,
      from: `sip:${request.from}@${route.domain}`,
      user: request.from,
      callId,
      login: loginOf(trunk),
      headers: ownHeaders(trunk),
    },
    media,
    {
      onTaken,
      onRinging: () => call.ringing(),
      onAnswered: (leg) => call.answered(leg),
      onFailed(failure) {
        const refusal = failure.wasTaken ? undefined : refusalOf(failure)
        if (refusal) return reject(refusal)
        if (!failure.wasTaken) onTaken()
        call.failed(failure)
      },
      onEnded: (end) => call.ended(end),
    },
  )
}

/** Why a call that was never taken on was not placed; undefined: it was, and came to nothing. */
function refusalOf({ status: sip, q850, why }: InviteFailure): TelephonyError | undefined {
  if (why !== 'refused') {
    const sentence = why === 'timeout' ? 'It does not answer.' : 'It cannot be reached.'
    return refuse('unavailable', sentence)
  }
  const failure = failures[sip]
  if (failure === undefined) return undefined
  const sentence = `The carrier refuses the call with ${sip}.`
  return new TelephonyError(provider, failure, sentence, { sip, q850 })
}

const failures: Readonly<Record<number, TelephonyFailure>> = {
  401: 'bad_credentials',
  402: 'account',
  403: 'account',
  404: 'invalid_number',
  407: 'bad_credentials',
  410: 'invalid_number',
  429: 'limited',
  484: 'invalid_number',
  503: 'limited',
  604: 'invalid_number',
}

function loginOf({ username, password }: SipTrunk) {
  return username === null ? undefined : { username, password: password ?? '' }
}

/** Headers that make a message what it is are ours. */
const reserved = new Set(
  `via from to call-id cseq contact route record-route max-forwards content-type content-length
   authorization proxy-authorization require supported allow`.split(/\s+/),
)

function ownHeaders({ headers }: SipTrunk): Headers {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => /^[a-z0-9-]+$/.test(name) && !reserved.has(name))
}
