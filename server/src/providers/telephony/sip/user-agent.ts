import { judge } from './admission.ts'
import type { Bans } from './bans.ts'
import { allowed, type Core, dialogKey } from './core.ts'
import type { DigestGate } from './digest.ts'
import { IncomingInvite } from './incoming-invite.ts'
import type { SipLine } from './line.ts'
import type { Lines } from './lines.ts'
import { type Headers, type IncomingRequest, listOf, responseTo } from './message.ts'
import { type Registrar, shortestRegistrationS } from './registrar.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Flow } from './wire.ts'
import { readUri } from './address.ts'

/** Calls that are being taken or go on; more are refused. */
const maxCalls = 1_000

export type Guards = {
  readonly lines: Lines
  readonly bans: Bans
  readonly gate: DigestGate
  readonly registrar: Registrar
}

/** A call that somebody makes who may. Answers once it was answered or refused. */
export type OnInvite = (invite: IncomingInvite, line: SipLine) => void

/** Takes what comes of its own accord: calls, log-ins, and the question whether we are there. */
export function serveRequests(core: Core, guards: Guards, onInvite: OnInvite): void {
  const { bans, lines } = guards
  const desk = new Desk(core, guards, onInvite)
  core.transactions.listen({
    admits: (address) => !bans.isBanned(address) || lines.isVetted(address),
    onGarbage: ({ address }) => bans.strike(address),
    onRequest: (request, flow, open) => desk.take({ request, flow, open }),
    onAck({ envelope, ...ack }) {
      const key = dialogKey(envelope.callId, envelope.to.params.get('tag') ?? '')
      core.dialogs.get(key)?.acknowledged({ ...ack, envelope })
    },
  })
}

type Knock = {
  readonly request: IncomingRequest
  readonly flow: Flow
  /** Keeps what was answered, so that repetitions are answered the same. */
  readonly open: () => ServerTransaction
}

class Desk {
  readonly #core: Core
  readonly #guards: Guards
  readonly #onInvite: OnInvite
  readonly #ringing = new Map<ServerTransaction, IncomingInvite>()

  constructor(core: Core, guards: Guards, onInvite: OnInvite) {
    this.#core = core
    this.#guards = guards
    this.#onInvite = onInvite
  }

  take(knock: Knock): void {
    const { method, envelope } = knock.request
    const tag = envelope.to.params.get('tag')
    if (method === 'CANCEL') return this.#takeCancel(knock)
    if (tag !== undefined) return this.#takeWithin(dialogKey(envelope.callId, tag), knock)
    if (method === 'INVITE') return this.#takeInvite(knock)
    if (method === 'REGISTER') return this.#takeRegister(knock)
    this.#takeOther(knock)
  }

  #takeWithin(key: string, knock: Knock): void {
    const dialog = this.#core.dialogs.get(key)
    if (dialog) return dialog.receive(knock.request, knock.open())
    this.#guards.bans.strike(knock.flow.address)
    this.#refuse(knock, 481)
  }

  #takeInvite(knock: Knock): void {
    const { request, open } = knock
    const line = this.#admit(knock, { dialled: request.uri, passwordOnly: false })
    if (!line) return
    const unknown = listOf(request, 'require').filter((name) => name !== 'replaces')
    if (unknown.length > 0) {
      return this.#refuse(knock, 420, [['unsupported', unknown.join(', ')]])
    }
    const ringing = this.#ringing
    for (const [server] of ringing) if (server.isAnswered) ringing.delete(server)
    if (this.#core.dialogs.size + ringing.size >= maxCalls) return this.#refuse(knock, 503)
    const server = open()
    const invite = new IncomingInvite(this.#core, server, readUri(request.uri)?.user ?? line.number)
    ringing.set(server, invite)
    this.#onInvite(invite, line)
  }

  #takeRegister(knock: Knock): void {
    const { request, flow } = knock
    const line = this.#admit(knock, { dialled: request.envelope.to.uri, passwordOnly: true })
    if (!line) return
    const registered = this.#guards.registrar.register(line, request, flow)
    if (registered !== 423) return this.#refuse(knock, 200, registered)
    this.#refuse(knock, 423, [['min-expires', String(shortestRegistrationS)]])
  }

  #takeCancel(knock: Knock): void {
    const { request, flow, open } = knock
    const server = this.#core.transactions.findInvite(request, flow)
    if (!server) {
      this.#guards.bans.strike(flow.address)
      return this.#refuse(knock, 481)
    }
    open().respond(200)
    this.#ringing.get(server)?.cancel()
  }

  #takeOther(knock: Knock): void {
    const { request, flow } = knock
    const { lines, bans } = this.#guards
    if (!lines.isVetted(flow.address)) return bans.strike(flow.address)
    this.#refuse(knock, request.method === 'OPTIONS' ? 200 : 405, [['allow', allowed]])
  }

  #admit(
    knock: Knock,
    about: { readonly dialled: string; readonly passwordOnly: boolean },
  ): SipLine | undefined {
    const { request, flow } = knock
    const verdict = judge(this.#guards, request, { flow, ...about })
    if (verdict.kind === 'admitted') return verdict.line
    const { status, challenge } = verdict
    this.#refuse(knock, status, challenge === undefined ? [] : [['www-authenticate', challenge]])
    return undefined
  }

  /** Without keeping anything of it. */
  #refuse({ request, flow }: Knock, status: number, headers: Headers = []): void {
    const response = responseTo(request, status, { toTag: 'none', headers })
    this.#core.transactions.refuse(flow, response)
  }
}
