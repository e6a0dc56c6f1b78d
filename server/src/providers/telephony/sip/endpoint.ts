import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Listeners, openListeners } from '../listeners.ts'
import type { TelephonyPort } from '../port.ts'
import { type Clock, realClock } from '../simulated/clock.ts'
import { readNameAddress, readUri } from './address.ts'
import { openBans } from './bans.ts'
import { type Exchange, openExchange, sipCarrier } from './carrier.ts'
import { CarrierCall } from './carrier-call.ts'
import { type Core, type DialogHandler, openMedia } from './core.ts'
import { openDigestGate } from './digest.ts'
import type { IncomingInvite } from './incoming-invite.ts'
import type { SipDirectory, SipLine, SipTrunk } from './line.ts'
import { openLines } from './lines.ts'
import { type Locate, openLocate } from './locate.ts'
import { headerOf, type IncomingRequest } from './message.ts'
import { openRegistrar } from './registrar.ts'
import { openRegistrations } from './registrations.ts'
import { type OpenMediaSocket, rtpSockets } from './rtp-sockets.ts'
import { openTransactions } from './transactions.ts'
import { serveRequests } from './user-agent.ts'
import { openWire, type Wire } from './wire.ts'

export type SipSettings = {
  /** Numeric address to listen on. */
  readonly host: string
  /** For UDP and TCP; 0 takes a free one. */
  readonly port: number
  /** What carriers and telephones reach us at, numeric: it stands in what is said of sound. */
  readonly publicAddress: string
  /** The lowest and the highest. */
  readonly rtpPorts: readonly [number, number]
}

export type SipWatch = {
  /** Whether something may be sent to an address that a user gave. */
  readonly mayReach: (address: string) => boolean
  readonly onProblem: (problem: unknown) => void
}

/** Our place in the telephone network: what listens, and the calls that go on. */
export type SipEndpoint = {
  readonly publicAddress: string
  readonly port: number
  readonly attach: (listeners: Listeners) => void
  /** From now on these numbers are called, and may call. */
  readonly follow: (directory: SipDirectory) => Promise<void>
  /** The numbers have changed. */
  readonly refresh: () => Promise<void>
  readonly carrierOf: (trunk: SipTrunk) => TelephonyPort
  /** Hangs up everywhere. */
  readonly close: () => Promise<void>
}

/** What of it can be replaced, such as by a network within a test. */
type Parts = {
  readonly wire: Wire
  readonly port: number
  readonly clock: Clock
  readonly openMediaSocket: OpenMediaSocket
  readonly locate: Locate
}

const realm = 'parley'
const goodbyeMs = 50

/** Throws when the port is taken. */
export async function openSipEndpoint(
  settings: SipSettings,
  watch: SipWatch,
): Promise<SipEndpoint> {
  const { host, rtpPorts } = settings
  const wire = await openWire(host, settings.port)
  return sipEndpointOver(
    { ...settings, ...watch },
    {
      wire,
      port: wire.port,
      clock: realClock,
      openMediaSocket: rtpSockets(host, rtpPorts),
      locate: openLocate(() => realClock.nowMs()),
    },
  )
}

type Needs = Pick<SipSettings, 'publicAddress'> & SipWatch

export function sipEndpointOver(needs: Needs, parts: Parts): SipEndpoint {
  const { publicAddress, onProblem } = needs
  const { wire, port, clock, locate } = parts
  let listeners = openListeners()
  const core = openCore(needs, parts)
  const registrar = openRegistrar(clock)
  const exchange = openExchange({ core, ways: { locate, registrar }, listeners: () => listeners })
  const registrations = openRegistrations(core, locate, onProblem)
  const onChanged = () => registrations.keep(lines.all())
  const lines = openLines({ clock, locate, onError: onProblem, onChanged })
  const gate = openDigestGate({ realm, nowMs: () => clock.nowMs() })
  serveRequests(core, { lines, bans: openBans(clock), gate, registrar }, (invite, line) => {
    take(exchange, invite, line).catch((error: unknown) => {
      onProblem(error)
      // Such as too many calls: the carrier may try another of us.
      invite.refuse(503, [['retry-after', '5']])
    })
  })
  return {
    publicAddress,
    port,
    attach(wanted) {
      listeners = wanted
    },
    follow: lines.follow,
    refresh: lines.refresh,
    carrierOf: (trunk) => sipCarrier(exchange, trunk),
    async close() {
      lines.close()
      registrations.close()
      for (const call of exchange.calls.all()) call.hangUp()
      // What was just sent needs a moment to leave, and its answers to come.
      await sleep(goodbyeMs)
      core.transactions.close()
      await wire.close()
    },
  }
}

function openCore({ publicAddress, mayReach, onProblem }: Needs, parts: Parts): Core {
  const { wire, clock, openMediaSocket } = parts
  const port = () => parts.port
  const transactions = openTransactions({ wire, clock, publicAddress, port, onProblem })
  const dialogs = new Map<string, DialogHandler>()
  return { clock, transactions, publicAddress, port, dialogs, mayReach, openMediaSocket }
}

/** Somebody who may calls: rings until one of the listeners wants it. */
async function take(exchange: Exchange, invite: IncomingInvite, line: SipLine): Promise<void> {
  const { core, calls } = exchange
  const listeners = exchange.listeners()
  const callId = randomUUID()
  const carrier = sipCarrier(exchange, line.trunk)
  const from = callerOf(invite.request)
  invite.trying()
  invite.ring()
  const { owner, number: to } = line
  const stream = await listeners.offer({ carrier, callId, from, to, owner })
  if (!stream) return invite.refuse(480)
  const wish = { reference: '', stream }
  const call = new CarrierCall({ callId, wish, clock: core.clock, listeners, cancel() {} })
  calls.add(call, undefined)
  const leg = await invite.answer((end) => call.ended(end))
  if (leg) return call.answered(leg)
  call.failed({ status: 487, q850: undefined, wasTaken: true, why: 'refused' })
  // Whoever took the call waits for its sound, which is over before it began.
  const silent = await openMedia(core, '')
  if (!silent) return
  silent.close()
  listeners.hand(silent.streamOf({ callId, reference: '', parameters: stream.parameters }))
}

/** What the carrier vouches for, else what the caller says. */
function callerOf(request: IncomingRequest): string {
  const asserted = readNameAddress(headerOf(request, 'p-asserted-identity') ?? '')?.uri
  const user = readUri(asserted ?? request.envelope.from.uri)?.user ?? 'anonymous'
  const digits = user.replace(/[\s().-]/g, '')
  return (/^\+?\d{3,15}$/.test(digits) ? digits : user).slice(0, 64)
}
