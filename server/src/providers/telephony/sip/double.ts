import { encodeMulaw } from '../mulaw.ts'
import {
  type Callee,
  type CalleeDirectory,
  lengthOf,
  ringMs,
  type SpokenLine,
} from '../simulated/callee.ts'
import type { Clock } from '../simulated/clock.ts'
import { openBans } from './bans.ts'
import { type Core, dialogKey } from './core.ts'
import { requestWithin } from './dialog.ts'
import { openDigestGate } from './digest.ts'
import type { MemoryNetwork } from './double-network.ts'
import type { IncomingInvite } from './incoming-invite.ts'
import type { Leg } from './leg.ts'
import type { SipLine } from './line.ts'
import { openRegistrar } from './registrar.ts'
import { readUri } from './address.ts'
import { openTimers, type Timers } from './timers.ts'
import { openTransactions } from './transactions.ts'
import { serveRequests } from './user-agent.ts'

/** How long two people talk after a transfer was asked for, until the carrier tells that it worked. */
const transferMs = 2_000

export type SipDouble = {
  /** Digits and bytes of speech that callees were sent, by the number that was called. */
  readonly heard: (number: string) => { readonly digits: string; readonly frames: number }
}

type Options = {
  readonly network: MemoryNetwork
  readonly clock: Clock
  readonly address: string
  readonly calleeOf: CalleeDirectory
}

/** A carrier whose callees follow scripts: our own user agent, on the other side of the line. */
export function openSipDouble({ network, clock, address, calleeOf }: Options): SipDouble {
  const port = 5_060
  const wire = network.wireAt(address, port)
  const transactions = openTransactions({
    wire,
    clock,
    publicAddress: address,
    port: () => port,
    onProblem(problem) {
      throw new Error('The double made a mistake.', { cause: problem })
    },
  })
  const core: Core = {
    clock,
    transactions,
    publicAddress: address,
    port: () => port,
    dialogs: new Map(),
    mayReach: () => true,
    openMediaSocket: network.mediaAt(address),
  }
  const heard = new Map<string, { digits: string; frames: number }>()
  const guards = {
    lines: everyLine(),
    bans: openBans(clock),
    gate: openDigestGate({ realm: 'double', nowMs: () => clock.nowMs() }),
    registrar: openRegistrar(clock),
  }
  serveRequests(core, guards, (invite) => {
    const number = readUri(invite.request.uri)?.user ?? ''
    const ear = { digits: '', frames: 0 }
    heard.set(number, ear)
    new CalleeScript(core, invite, ear).follow(calleeOf(number))
  })
  return { heard: (number) => heard.get(number) ?? { digits: '', frames: 0 } }
}

/** Lets everybody call everybody. */
function everyLine() {
  const line: SipLine & { isAllowedFrom: () => boolean } = {
    owner: '',
    number: '',
    trunk: {
      address: '',
      transportType: 'UDP',
      username: null,
      password: null,
      headers: {},
      registers: false,
    },
    allowedAddresses: [],
    login: undefined,
    isAllowedFrom: () => true,
  }
  return {
    find: () => [line],
    all: () => [line],
    isVetted: () => true,
    refresh: async () => {},
    close() {},
  }
}

const refusals: Readonly<Record<string, number>> = {
  limited: 503,
  account: 403,
  invalid_number: 404,
}
const statuses: Readonly<Record<string, number>> = { busy: 486, invalid: 404, blocked: 608 }

type Ear = { digits: string; frames: number }

/** One callee. */
class CalleeScript {
  readonly #core: Core
  readonly #invite: IncomingInvite
  readonly #ear: Ear
  readonly #timers: Timers

  constructor(core: Core, invite: IncomingInvite, ear: Ear) {
    this.#core = core
    this.#invite = invite
    this.#ear = ear
    this.#timers = openTimers(core.clock)
    invite.onCancelled(() => this.#timers.clear())
  }

  follow(callee: Callee): void {
    const invite = this.#invite
    if (callee.kind === 'refused') return invite.refuse(refusals[callee.failure] ?? 500)
    invite.trying()
    if (callee.kind === 'fails') return invite.refuse(callee.cause.sip ?? 500)
    const status = statuses[callee.kind]
    if (status !== undefined) return invite.refuse(status)
    invite.ring()
    if (!('afterRings' in callee)) return
    this.#timers.after(callee.afterRings * ringMs, () => {
      if (callee.kind === 'declined') invite.refuse(603)
      else void this.#pickUp(callee)
    })
  }

  async #pickUp(callee: Callee & { kind: 'answers' | 'voicemail' }): Promise<void> {
    const leg = await this.#invite.answer(() => this.#timers.clear())
    if (!leg) return
    this.#listen(leg)
    this.#takeTransfers(leg)
    if (callee.kind === 'answers') {
      const hangUp = () => leg.bye()
      if (callee.staysMs !== undefined) this.#timers.after(callee.staysMs, hangUp)
      return this.#recite(leg, callee.lines, callee.staysMs === undefined ? hangUp : () => {})
    }
    this.#recite(leg, [callee.greeting], () => {
      leg.media.streamOf(nobody).play(noise(1_000))
      this.#timers.after(1_000 + callee.recordsMs, () => leg.bye())
    })
  }

  #recite(leg: Leg, lines: readonly SpokenLine[], whenDone: () => void): void {
    const [line, ...rest] = lines
    if (!line) return void this.#timers.after(0, whenDone)
    this.#timers.after(line.afterMs, () => {
      leg.media.streamOf(nobody).play(line.audio ?? noise(lengthOf(line)))
      this.#timers.after(lengthOf(line), () => {
        if (line.digits) leg.media.sendDigits(line.digits)
        this.#recite(leg, rest, whenDone)
      })
    })
  }

  #listen(leg: Leg): void {
    const { incoming } = leg.media.streamOf(nobody)
    void (async () => {
      for await (const input of incoming) {
        if (input.type === 'digit') this.#ear.digits += input.digit
        else if (input.type === 'audio' && input.bytes.some((byte) => byte !== 0xff)) {
          this.#ear.frames += 1
        }
      }
    })()
  }

  /** Takes a transfer on, and tells a while later that it worked. */
  #takeTransfers(leg: Leg): void {
    const { dialog } = leg
    const notify = (status: string, state: string) => {
      const headers = [
        ['event', 'refer'],
        ['subscription-state', state],
        ['content-type', 'message/sipfrag'],
      ] as const
      const request = requestWithin(this.#core, dialog, 'NOTIFY', { headers, body: status })
      const handlers = { onResponse() {}, onFailed() {} }
      this.#core.transactions.request(request, dialog.flow, handlers)
    }
    this.#core.dialogs.set(dialogKey(dialog.callId, dialog.localTag), {
      acknowledged: (ack) => leg.acknowledged(ack),
      receive: (request, server) => {
        if (request.method !== 'REFER') return leg.receive(request, server)
        dialog.remoteSeq = request.envelope.cseq.number
        server.respond(202)
        notify('SIP/2.0 100 Trying', 'active;expires=60')
        this.#timers.clear()
        this.#timers.after(transferMs, () =>
          notify('SIP/2.0 200 OK', 'terminated;reason=noresource'),
        )
      },
    })
  }
}

const nobody = { callId: '', reference: '', parameters: {} }

/** As loud as speech. */
function noise(ms: number): Uint8Array {
  const samples = Int16Array.from({ length: Math.round(ms * 8) }, (_, at) =>
    Math.round(8_000 * Math.sin(at / 3)),
  )
  return encodeMulaw(samples)
}
